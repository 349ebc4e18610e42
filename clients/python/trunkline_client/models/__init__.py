""" Contains all the data models used in inputs/outputs """

from .agent_call_created import AgentCallCreated
from .agent_call_created_channel import AgentCallCreatedChannel
from .agent_call_created_metadata import AgentCallCreatedMetadata
from .agent_overrides import AgentOverrides
from .alarm_list import AlarmList
from .alarm_shape import AlarmShape
from .alarm_shape_state import AlarmShapeState
from .alert_shape import AlertShape
from .alert_shape_kind import AlertShapeKind
from .alert_shape_level import AlertShapeLevel
from .answer_body import AnswerBody
from .answered_by import AnsweredBy
from .assessment_answer import AssessmentAnswer
from .assessment_shape import AssessmentShape
from .assessment_shape_level import AssessmentShapeLevel
from .assessment_shape_measure_statuses import AssessmentShapeMeasureStatuses
from .audio_link import AudioLink
from .audit_entry import AuditEntry
from .audit_page import AuditPage
from .bad_request_problem import BadRequestProblem
from .band_shape import BandShape
from .baseline_shape import BaselineShape
from .brain_agent_body import BrainAgentBody
from .brain_agent_body_protected import BrainAgentBodyProtected
from .brain_agent_body_tasks import BrainAgentBodyTasks
from .brain_agent_body_transfer_targets import BrainAgentBodyTransferTargets
from .brain_agent_body_variables import BrainAgentBodyVariables
from .brain_agent_shape import BrainAgentShape
from .brain_version_shape import BrainVersionShape
from .call_cost import CallCost
from .call_created import CallCreated
from .call_created_voice_settings import CallCreatedVoiceSettings
from .call_handled import CallHandled
from .call_info import CallInfo
from .call_info_metadata import CallInfoMetadata
from .call_info_voice_settings import CallInfoVoiceSettings
from .call_line import CallLine
from .call_line_metadata import CallLineMetadata
from .call_ordered import CallOrdered
from .call_ordered_status import CallOrderedStatus
from .call_page import CallPage
from .call_record import CallRecord
from .call_record_data_collection import CallRecordDataCollection
from .call_record_disclosures import CallRecordDisclosures
from .call_record_evaluation import CallRecordEvaluation
from .call_record_feedback import CallRecordFeedback
from .call_record_metadata import CallRecordMetadata
from .call_search import CallSearch
from .call_search_outcome_type_0 import CallSearchOutcomeType0
from .call_status import CallStatus
from .call_turn import CallTurn
from .call_turn_role import CallTurnRole
from .called_patient import CalledPatient
from .called_patient_result import CalledPatientResult
from .called_patients import CalledPatients
from .caller_body import CallerBody
from .caller_body_conversation_config_override import CallerBodyConversationConfigOverride
from .caller_body_dynamic_variables import CallerBodyDynamicVariables
from .caller_shape import CallerShape
from .caller_shape_conversation_config_override import CallerShapeConversationConfigOverride
from .caller_shape_dynamic_variables import CallerShapeDynamicVariables
from .caller_task_shape import CallerTaskShape
from .calls_due import CallsDue
from .campaign_shape import CampaignShape
from .campaign_shape_state import CampaignShapeState
from .cap_shape import CapShape
from .carrier_speech_shape import CarrierSpeechShape
from .carrier_speech_shape_transcription_provider import CarrierSpeechShapeTranscriptionProvider
from .carrier_speech_shape_tts_provider import CarrierSpeechShapeTtsProvider
from .channel import Channel
from .check_in_change import CheckInChange
from .contact_body import ContactBody
from .contact_shape import ContactShape
from .conversation_page import ConversationPage
from .conversation_status import ConversationStatus
from .conversation_summary import ConversationSummary
from .conversation_summary_status import ConversationSummaryStatus
from .conversation_whole import ConversationWhole
from .conversation_whole_analysis import ConversationWholeAnalysis
from .conversation_whole_metadata import ConversationWholeMetadata
from .conversation_whole_status import ConversationWholeStatus
from .cost_line_shape import CostLineShape
from .cost_of_day import CostOfDay
from .cost_of_day_by_part import CostOfDayByPart
from .costs import Costs
from .costs_by_part import CostsByPart
from .count_of_day import CountOfDay
from .count_of_day_by_mode import CountOfDayByMode
from .count_of_day_by_outcome import CountOfDayByOutcome
from .count_of_day_by_trouble import CountOfDayByTrouble
from .counts import Counts
from .counts_by_mode import CountsByMode
from .counts_by_outcome import CountsByOutcome
from .counts_by_trouble import CountsByTrouble
from .credentials import Credentials
from .dead_letter_list import DeadLetterList
from .dead_letter_shape import DeadLetterShape
from .dead_letters_of_queue import DeadLettersOfQueue
from .dead_letters_of_queue_queue import DeadLettersOfQueueQueue
from .delivery_attempt_shape import DeliveryAttemptShape
from .delivery_page import DeliveryPage
from .delivery_shape import DeliveryShape
from .delivery_shape_state import DeliveryShapeState
from .disclosures_shape import DisclosuresShape
from .entered_weight import EnteredWeight
from .entered_weight_unit import EnteredWeightUnit
from .erased import Erased
from .event_endpoint_change import EventEndpointChange
from .event_endpoint_shape import EventEndpointShape
from .event_endpoint_shown import EventEndpointShown
from .event_type import EventType
from .export_file_shape import ExportFileShape
from .export_shape import ExportShape
from .export_shape_filters import ExportShapeFilters
from .export_shape_status import ExportShapeStatus
from .export_whole import ExportWhole
from .export_whole_filters import ExportWholeFilters
from .export_whole_status import ExportWholeStatus
from .feedback_shape import FeedbackShape
from .fhir_release import FhirRelease
from .field_error import FieldError
from .finding_shape import FindingShape
from .findings_of_number import FindingsOfNumber
from .get_observation_response_get_observation import GetObservationResponseGetObservation
from .get_recording_audio_kind import GetRecordingAudioKind
from .happening import Happening
from .happening_detail import HappeningDetail
from .health import Health
from .import_ordered import ImportOrdered
from .import_ordered_status import ImportOrderedStatus
from .import_shape import ImportShape
from .import_shape_status import ImportShapeStatus
from .import_whole import ImportWhole
from .import_whole_status import ImportWholeStatus
from .inbound_trunk import InboundTrunk
from .inbound_trunk_media_encryption import InboundTrunkMediaEncryption
from .incoming_call import IncomingCall
from .interruptible import Interruptible
from .key_shape import KeyShape
from .key_shown import KeyShown
from .keypad import Keypad
from .keys_to_play import KeysToPlay
from .list_calls_outcome_type_0 import ListCallsOutcomeType0
from .list_conversations_call_successful_type_0 import ListConversationsCallSuccessfulType0
from .list_conversations_summary_mode import ListConversationsSummaryMode
from .machine_policy import MachinePolicy
from .made_prompts import MadePrompts
from .measure_body import MeasureBody
from .measure_point import MeasurePoint
from .mode import Mode
from .new_agent_call import NewAgentCall
from .new_agent_call_channel_type_0 import NewAgentCallChannelType0
from .new_agent_call_dynamic_variables import NewAgentCallDynamicVariables
from .new_agent_call_metadata import NewAgentCallMetadata
from .new_call import NewCall
from .new_call_metadata import NewCallMetadata
from .new_campaign import NewCampaign
from .new_campaign_dynamic_variables import NewCampaignDynamicVariables
from .new_campaign_machines import NewCampaignMachines
from .new_campaign_retries import NewCampaignRetries
from .new_check_in_body import NewCheckInBody
from .new_check_in_body_answers_type_0 import NewCheckInBodyAnswersType0
from .new_erasure import NewErasure
from .new_event_endpoint import NewEventEndpoint
from .new_export import NewExport
from .new_export_formats_item import NewExportFormatsItem
from .new_export_outcome_type_0 import NewExportOutcomeType0
from .new_import import NewImport
from .new_key_request import NewKeyRequest
from .new_key_request_scope import NewKeyRequestScope
from .new_number import NewNumber
from .new_patient import NewPatient
from .new_prompts import NewPrompts
from .new_route import NewRoute
from .new_route_dynamic_variables import NewRouteDynamicVariables
from .new_route_fallback_type_0 import NewRouteFallbackType0
from .new_route_reject_reason import NewRouteRejectReason
from .new_route_tools import NewRouteTools
from .new_route_transfer_targets import NewRouteTransferTargets
from .new_suppressions import NewSuppressions
from .new_ticket import NewTicket
from .new_watch import NewWatch
from .no_answer_action import NoAnswerAction
from .not_allowed_problem import NotAllowedProblem
from .number_change import NumberChange
from .number_finding_shape import NumberFindingShape
from .number_finding_shape_about import NumberFindingShapeAbout
from .number_finding_shape_state import NumberFindingShapeState
from .number_imported import NumberImported
from .number_shape import NumberShape
from .order_done import OrderDone
from .order_done_status import OrderDoneStatus
from .outbound_trunk import OutboundTrunk
from .outbound_trunk_media_encryption import OutboundTrunkMediaEncryption
from .outbound_trunk_transport import OutboundTrunkTransport
from .pacing_shape import PacingShape
from .patience_shape import PatienceShape
from .patient_change_body import PatientChangeBody
from .patient_page import PatientPage
from .patient_search import PatientSearch
from .patient_shape import PatientShape
from .peaks import Peaks
from .preview_shape import PreviewShape
from .preview_shape_skipped import PreviewShapeSkipped
from .preview_shape_status import PreviewShapeStatus
from .problem import Problem
from .profiles_shape import ProfilesShape
from .profiles_shape_by_inquiry import ProfilesShapeByInquiry
from .progress_shape import ProgressShape
from .progress_shape_outcomes import ProgressShapeOutcomes
from .prompt_shape import PromptShape
from .prompt_shape_voice_settings import PromptShapeVoiceSettings
from .provider_cost import ProviderCost
from .quality import Quality
from .quality_body import QualityBody
from .receipt_shape import ReceiptShape
from .receipt_shape_deleted import ReceiptShapeDeleted
from .receipt_shape_failed_item import ReceiptShapeFailedItem
from .recording import Recording
from .recording_kind import RecordingKind
from .recordings import Recordings
from .replay_dead_letters_queue import ReplayDeadLettersQueue
from .results_shape import ResultsShape
from .results_shape_status import ResultsShapeStatus
from .retry_shape import RetryShape
from .risk_shape import RiskShape
from .route_body import RouteBody
from .route_body_dynamic_variables import RouteBodyDynamicVariables
from .route_body_fallback_type_0 import RouteBodyFallbackType0
from .route_body_reject_reason import RouteBodyRejectReason
from .route_body_tools import RouteBodyTools
from .route_body_transfer_targets import RouteBodyTransferTargets
from .route_details import RouteDetails
from .route_details_dynamic_variables_type_0 import RouteDetailsDynamicVariablesType0
from .route_details_tools_type_0 import RouteDetailsToolsType0
from .route_details_transfer_targets_type_0 import RouteDetailsTransferTargetsType0
from .route_shape import RouteShape
from .secret_shown import SecretShown
from .services import Services
from .services_elevenlabs import ServicesElevenlabs
from .services_twilio import ServicesTwilio
from .services_voiceanalysis import ServicesVoiceanalysis
from .session_shape import SessionShape
from .source_body import SourceBody
from .source_body_headers import SourceBodyHeaders
from .stage_health import StageHealth
from .streaming import Streaming
from .suppressed import Suppressed
from .suppression_list import SuppressionList
from .suppression_shape import SuppressionShape
from .suppression_shape_reach import SuppressionShapeReach
from .text_for_agent import TextForAgent
from .text_to_speak import TextToSpeak
from .text_to_stream import TextToStream
from .ticket_shown import TicketShown
from .tool_call_shape import ToolCallShape
from .tool_details import ToolDetails
from .tool_details_headers import ToolDetailsHeaders
from .tool_of_brain import ToolOfBrain
from .tool_of_brain_headers import ToolOfBrainHeaders
from .tool_of_brain_method import ToolOfBrainMethod
from .tool_of_brain_parameters import ToolOfBrainParameters
from .tool_of_route import ToolOfRoute
from .tool_of_route_headers import ToolOfRouteHeaders
from .tool_of_route_method import ToolOfRouteMethod
from .tool_shape import ToolShape
from .transfer_acceptance import TransferAcceptance
from .transfer_mode import TransferMode
from .transfer_order import TransferOrder
from .trend_point import TrendPoint
from .trend_point_level import TrendPointLevel
from .trend_point_measures import TrendPointMeasures
from .trend_shape import TrendShape
from .trend_shape_bands import TrendShapeBands
from .trouble import Trouble
from .turn_page import TurnPage
from .turn_shape import TurnShape
from .turn_shape_role import TurnShapeRole
from .turns_available import TurnsAvailable
from .voice_body import VoiceBody
from .voice_body_measures import VoiceBodyMeasures
from .voice_details import VoiceDetails
from .voice_details_voice_settings import VoiceDetailsVoiceSettings
from .voice_info import VoiceInfo
from .voice_info_voice_settings import VoiceInfoVoiceSettings
from .voice_of_route import VoiceOfRoute
from .voice_settings_shape import VoiceSettingsShape
from .voice_shape import VoiceShape
from .voice_shape_labels import VoiceShapeLabels
from .voice_updated import VoiceUpdated
from .voice_updated_voice_settings import VoiceUpdatedVoiceSettings
from .voice_valid import VoiceValid
from .watch_ticket import WatchTicket
from .weight_body import WeightBody
from .weight_body_unit import WeightBodyUnit
from .weight_shape import WeightShape
from .window_shape import WindowShape
from .window_shape_weekdays_item import WindowShapeWeekdaysItem

__all__ = (
    "AgentCallCreated",
    "AgentCallCreatedChannel",
    "AgentCallCreatedMetadata",
    "AgentOverrides",
    "AlarmList",
    "AlarmShape",
    "AlarmShapeState",
    "AlertShape",
    "AlertShapeKind",
    "AlertShapeLevel",
    "AnswerBody",
    "AnsweredBy",
    "AssessmentAnswer",
    "AssessmentShape",
    "AssessmentShapeLevel",
    "AssessmentShapeMeasureStatuses",
    "AudioLink",
    "AuditEntry",
    "AuditPage",
    "BadRequestProblem",
    "BandShape",
    "BaselineShape",
    "BrainAgentBody",
    "BrainAgentBodyProtected",
    "BrainAgentBodyTasks",
    "BrainAgentBodyTransferTargets",
    "BrainAgentBodyVariables",
    "BrainAgentShape",
    "BrainVersionShape",
    "CallCost",
    "CallCreated",
    "CallCreatedVoiceSettings",
    "CalledPatient",
    "CalledPatientResult",
    "CalledPatients",
    "CallerBody",
    "CallerBodyConversationConfigOverride",
    "CallerBodyDynamicVariables",
    "CallerShape",
    "CallerShapeConversationConfigOverride",
    "CallerShapeDynamicVariables",
    "CallerTaskShape",
    "CallHandled",
    "CallInfo",
    "CallInfoMetadata",
    "CallInfoVoiceSettings",
    "CallLine",
    "CallLineMetadata",
    "CallOrdered",
    "CallOrderedStatus",
    "CallPage",
    "CallRecord",
    "CallRecordDataCollection",
    "CallRecordDisclosures",
    "CallRecordEvaluation",
    "CallRecordFeedback",
    "CallRecordMetadata",
    "CallsDue",
    "CallSearch",
    "CallSearchOutcomeType0",
    "CallStatus",
    "CallTurn",
    "CallTurnRole",
    "CampaignShape",
    "CampaignShapeState",
    "CapShape",
    "CarrierSpeechShape",
    "CarrierSpeechShapeTranscriptionProvider",
    "CarrierSpeechShapeTtsProvider",
    "Channel",
    "CheckInChange",
    "ContactBody",
    "ContactShape",
    "ConversationPage",
    "ConversationStatus",
    "ConversationSummary",
    "ConversationSummaryStatus",
    "ConversationWhole",
    "ConversationWholeAnalysis",
    "ConversationWholeMetadata",
    "ConversationWholeStatus",
    "CostLineShape",
    "CostOfDay",
    "CostOfDayByPart",
    "Costs",
    "CostsByPart",
    "CountOfDay",
    "CountOfDayByMode",
    "CountOfDayByOutcome",
    "CountOfDayByTrouble",
    "Counts",
    "CountsByMode",
    "CountsByOutcome",
    "CountsByTrouble",
    "Credentials",
    "DeadLetterList",
    "DeadLetterShape",
    "DeadLettersOfQueue",
    "DeadLettersOfQueueQueue",
    "DeliveryAttemptShape",
    "DeliveryPage",
    "DeliveryShape",
    "DeliveryShapeState",
    "DisclosuresShape",
    "EnteredWeight",
    "EnteredWeightUnit",
    "Erased",
    "EventEndpointChange",
    "EventEndpointShape",
    "EventEndpointShown",
    "EventType",
    "ExportFileShape",
    "ExportShape",
    "ExportShapeFilters",
    "ExportShapeStatus",
    "ExportWhole",
    "ExportWholeFilters",
    "ExportWholeStatus",
    "FeedbackShape",
    "FhirRelease",
    "FieldError",
    "FindingShape",
    "FindingsOfNumber",
    "GetObservationResponseGetObservation",
    "GetRecordingAudioKind",
    "Happening",
    "HappeningDetail",
    "Health",
    "ImportOrdered",
    "ImportOrderedStatus",
    "ImportShape",
    "ImportShapeStatus",
    "ImportWhole",
    "ImportWholeStatus",
    "InboundTrunk",
    "InboundTrunkMediaEncryption",
    "IncomingCall",
    "Interruptible",
    "Keypad",
    "KeyShape",
    "KeyShown",
    "KeysToPlay",
    "ListCallsOutcomeType0",
    "ListConversationsCallSuccessfulType0",
    "ListConversationsSummaryMode",
    "MachinePolicy",
    "MadePrompts",
    "MeasureBody",
    "MeasurePoint",
    "Mode",
    "NewAgentCall",
    "NewAgentCallChannelType0",
    "NewAgentCallDynamicVariables",
    "NewAgentCallMetadata",
    "NewCall",
    "NewCallMetadata",
    "NewCampaign",
    "NewCampaignDynamicVariables",
    "NewCampaignMachines",
    "NewCampaignRetries",
    "NewCheckInBody",
    "NewCheckInBodyAnswersType0",
    "NewErasure",
    "NewEventEndpoint",
    "NewExport",
    "NewExportFormatsItem",
    "NewExportOutcomeType0",
    "NewImport",
    "NewKeyRequest",
    "NewKeyRequestScope",
    "NewNumber",
    "NewPatient",
    "NewPrompts",
    "NewRoute",
    "NewRouteDynamicVariables",
    "NewRouteFallbackType0",
    "NewRouteRejectReason",
    "NewRouteTools",
    "NewRouteTransferTargets",
    "NewSuppressions",
    "NewTicket",
    "NewWatch",
    "NoAnswerAction",
    "NotAllowedProblem",
    "NumberChange",
    "NumberFindingShape",
    "NumberFindingShapeAbout",
    "NumberFindingShapeState",
    "NumberImported",
    "NumberShape",
    "OrderDone",
    "OrderDoneStatus",
    "OutboundTrunk",
    "OutboundTrunkMediaEncryption",
    "OutboundTrunkTransport",
    "PacingShape",
    "PatienceShape",
    "PatientChangeBody",
    "PatientPage",
    "PatientSearch",
    "PatientShape",
    "Peaks",
    "PreviewShape",
    "PreviewShapeSkipped",
    "PreviewShapeStatus",
    "Problem",
    "ProfilesShape",
    "ProfilesShapeByInquiry",
    "ProgressShape",
    "ProgressShapeOutcomes",
    "PromptShape",
    "PromptShapeVoiceSettings",
    "ProviderCost",
    "Quality",
    "QualityBody",
    "ReceiptShape",
    "ReceiptShapeDeleted",
    "ReceiptShapeFailedItem",
    "Recording",
    "RecordingKind",
    "Recordings",
    "ReplayDeadLettersQueue",
    "ResultsShape",
    "ResultsShapeStatus",
    "RetryShape",
    "RiskShape",
    "RouteBody",
    "RouteBodyDynamicVariables",
    "RouteBodyFallbackType0",
    "RouteBodyRejectReason",
    "RouteBodyTools",
    "RouteBodyTransferTargets",
    "RouteDetails",
    "RouteDetailsDynamicVariablesType0",
    "RouteDetailsToolsType0",
    "RouteDetailsTransferTargetsType0",
    "RouteShape",
    "SecretShown",
    "Services",
    "ServicesElevenlabs",
    "ServicesTwilio",
    "ServicesVoiceanalysis",
    "SessionShape",
    "SourceBody",
    "SourceBodyHeaders",
    "StageHealth",
    "Streaming",
    "Suppressed",
    "SuppressionList",
    "SuppressionShape",
    "SuppressionShapeReach",
    "TextForAgent",
    "TextToSpeak",
    "TextToStream",
    "TicketShown",
    "ToolCallShape",
    "ToolDetails",
    "ToolDetailsHeaders",
    "ToolOfBrain",
    "ToolOfBrainHeaders",
    "ToolOfBrainMethod",
    "ToolOfBrainParameters",
    "ToolOfRoute",
    "ToolOfRouteHeaders",
    "ToolOfRouteMethod",
    "ToolShape",
    "TransferAcceptance",
    "TransferMode",
    "TransferOrder",
    "TrendPoint",
    "TrendPointLevel",
    "TrendPointMeasures",
    "TrendShape",
    "TrendShapeBands",
    "Trouble",
    "TurnPage",
    "TurnsAvailable",
    "TurnShape",
    "TurnShapeRole",
    "VoiceBody",
    "VoiceBodyMeasures",
    "VoiceDetails",
    "VoiceDetailsVoiceSettings",
    "VoiceInfo",
    "VoiceInfoVoiceSettings",
    "VoiceOfRoute",
    "VoiceSettingsShape",
    "VoiceShape",
    "VoiceShapeLabels",
    "VoiceUpdated",
    "VoiceUpdatedVoiceSettings",
    "VoiceValid",
    "WatchTicket",
    "WeightBody",
    "WeightBodyUnit",
    "WeightShape",
    "WindowShape",
    "WindowShapeWeekdaysItem",
)
