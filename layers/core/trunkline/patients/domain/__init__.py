"""Protocol, answers, baselines and assessments: pure decisions."""
