const ws = new WebSocket('ws://your-domain.com/api/v1/webrtc/twilio-elevenlabs-stream/peer123/company-key/agent456');

ws.onopen = function() {
    console.log('Connected to ElevenLabs Twilio stream');
};

ws.onmessage = function(event) {
    const message = JSON.parse(event.data);
    
    switch(message.type) {
        case 'connection_established':
            console.log('Connection established:', message);
            break;
        case 'audio':
            // Handle audio data
            const audioData = atob(message.data);
            playAudio(audioData);
            break;
        case 'synthesis_started':
            console.log('Synthesis started:', message.text);
            break;
        case 'synthesis_error':
            console.error('Synthesis error:', message.error);
            break;
    }
};

// Send text for synthesis
function synthesizeText(text) {
    ws.send(JSON.stringify({
        type: 'text',
        text: text
    }));
}

// Stop synthesis
function stopSynthesis() {
    ws.send(JSON.stringify({
        type: 'control',
        action: 'stop_synthesis'
    }));
}

// Update voice settings
function updateVoice(voiceId, settings) {
    ws.send(JSON.stringify({
        type: 'control',
        action: 'update_voice',
        voice_id: voiceId,
        voice_settings: settings
    }));
}
