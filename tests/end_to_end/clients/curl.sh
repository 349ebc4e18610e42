# Health Check
curl -X GET "https://your-domain.com/api/v1/elevenlabs-twilio/health"

# Get Available Voices
curl -X GET "https://your-domain.com/api/v1/elevenlabs-twilio/voices"

# Validate Voice ID
curl -X GET "https://your-domain.com/api/v1/elevenlabs-twilio/voices/IKne3meq5aSn9XLyUdCD/validate"

# Create Integrated Call
curl -X POST "https://your-domain.com/api/v1/elevenlabs-twilio/calls" \
  -H "Content-Type: application/json" \
  -d '{
    "to_number": "+1234567890",
    "from_number": "+0987654321",
    "webhook_url": "https://your-domain.com/api/v1/elevenlabs-twilio/webhook",
    "voice_id": "IKne3meq5aSn9XLyUdCD",
    "voice_settings": {
      "stability": 0.7,
      "similarity_boost": 0.8,
      "style": 0.1,
      "use_speaker_boost": true
    },
    "metadata": {
      "customer_id": "12345",
      "call_type": "support"
    }
  }'

# Handle Incoming Call
curl -X POST "https://your-domain.com/api/v1/elevenlabs-twilio/calls/incoming" \
  -H "Content-Type: application/json" \
  -d '{
    "call_sid": "CA1234567890abcdef",
    "from_number": "+1234567890",
    "to_number": "+0987654321",
    "company_api_key": "your-company-key",
    "agent_id": "agent-123",
    "voice_id": "IKne3meq5aSn9XLyUdCD",
    "voice_settings": {
      "stability": 0.8,
      "similarity_boost": 0.9
    }
  }'

# Synthesize Text for Call (REST)
curl -X POST "https://your-domain.com/api/v1/elevenlabs-twilio/calls/CA1234567890abcdef/synthesize" \
  -H "Content-Type: application/json" \
  -d '{
    "text": "Hello! How can I help you today?",
    "voice_id": "IKne3meq5aSn9XLyUdCD",
    "voice_settings": {
      "stability": 0.8
    }
  }' \
  --output synthesized_audio.mp3

# Stream Text to Call
curl -X POST "https://your-domain.com/api/v1/elevenlabs-twilio/calls/CA1234567890abcdef/stream" \
  -H "Content-Type: application/json" \
  -d '{
    "text": "Hello! How can I help you today?"
  }'

# Stop Call Synthesis
curl -X POST "https://your-domain.com/api/v1/elevenlabs-twilio/calls/CA1234567890abcdef/stop"

# Get Call Integration Info
curl -X GET "https://your-domain.com/api/v1/elevenlabs-twilio/calls/CA1234567890abcdef"

# Update Call Voice Settings
curl -X POST "https://your-domain.com/api/v1/elevenlabs-twilio/calls/CA1234567890abcdef/voice?voice_id=new-voice-id" \
  -H "Content-Type: application/json" \
  -d '{
    "stability": 0.9,
    "similarity_boost": 0.95
  }'

# End Integrated Call
curl -X DELETE "https://your-domain.com/api/v1/elevenlabs-twilio/calls/CA1234567890abcdef"
