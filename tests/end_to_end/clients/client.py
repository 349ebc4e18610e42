import asyncio
import httpx

class ElevenLabsTwilioClient:
    def __init__(self, base_url: str):
        self.base_url = f"{base_url}/api/v1/elevenlabs-twilio"
    
    async def create_call(self, to_number: str, voice_id: str):
        async with httpx.AsyncClient() as client:
            response = await client.post(
                f"{self.base_url}/calls",
                json={
                    "to_number": to_number,
                    "from_number": "+1234567890",
                    "webhook_url": "https://your-webhook.com",
                    "voice_id": voice_id,
                    "voice_settings": {
                        "stability": 0.8,
                        "similarity_boost": 0.9
                    }
                }
            )
            return response.json()
    
    async def stream_text(self, call_sid: str, text: str):
        async with httpx.AsyncClient() as client:
            response = await client.post(
                f"{self.base_url}/calls/{call_sid}/stream",
                json={"text": text}
            )
            return response.json()

# Usage
async def main():
    client = ElevenLabsTwilioClient("https://your-domain.com")
    
    # Create call
    call = await client.create_call("+1234567890", "IKne3meq5aSn9XLyUdCD")
    
    # Stream text
    await client.stream_text(call["call_sid"], "Hello! How can I help you?")

asyncio.run(main())
