// What an audio worklet's own scope has beside a page's.
declare class AudioWorkletProcessor {
  readonly port: MessagePort;
}
declare function registerProcessor(name: string, processor: new (options?: any) => AudioWorkletProcessor): void;
declare const sampleRate: number;
