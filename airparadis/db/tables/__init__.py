"""The tables, one module for each feature."""

from airparadis.db.tables.accounts import AccountSession, ApiKey, AttemptCount, RecoveryCode, User
from airparadis.db.tables.audit import AuditEntry
from airparadis.db.tables.batches import BatchJob
from airparadis.db.tables.contacts import AlertRoute, ContactPoint
from airparadis.db.tables.incidents import (
    Burst,
    Incident,
    IncidentEvent,
    OutboxMessage,
    StoredSetting,
)
from airparadis.db.tables.predictions import (
    Feedback,
    FeedbackChange,
    NewPrediction,
    Prediction,
    Source,
)
from airparadis.db.tables.radar import (
    BackgroundCount,
    ConnectorState,
    FileImport,
    SourceState,
    Stream,
    StreamCount,
    StreamTweet,
    Tweet,
    Upload,
)
from airparadis.db.tables.releases import ModelRelease, ModelVersion, ShadowScore, TrainingJob
from airparadis.db.tables.reviews import Assignment, Origin, ReviewLabel
from airparadis.db.tables.tallies import PredictionSum, ReportPeak, VoteDay, VoteTally
from airparadis.db.tables.views import SavedView

__all__ = [
    "AccountSession",
    "AlertRoute",
    "ApiKey",
    "Assignment",
    "AttemptCount",
    "AuditEntry",
    "BackgroundCount",
    "BatchJob",
    "Burst",
    "ConnectorState",
    "ContactPoint",
    "Feedback",
    "FeedbackChange",
    "FileImport",
    "Incident",
    "IncidentEvent",
    "ModelRelease",
    "ModelVersion",
    "NewPrediction",
    "Origin",
    "OutboxMessage",
    "Prediction",
    "PredictionSum",
    "RecoveryCode",
    "ReportPeak",
    "ReviewLabel",
    "SavedView",
    "ShadowScore",
    "Source",
    "SourceState",
    "StoredSetting",
    "Stream",
    "StreamCount",
    "StreamTweet",
    "TrainingJob",
    "Tweet",
    "Upload",
    "User",
    "VoteDay",
    "VoteTally",
]
