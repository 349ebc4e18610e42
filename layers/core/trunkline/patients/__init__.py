"""Patients of remote monitoring: check-ins by telephone, their risk assessments and alerts."""
