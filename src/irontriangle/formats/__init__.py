"""Other tools' files: backlogs from Jira and back, Gantt charts for Mermaid."""

from irontriangle.formats.jira import JiraBacklog, read_jira, write_jira
from irontriangle.formats.mermaid import mermaid_gantt

__all__ = ["JiraBacklog", "mermaid_gantt", "read_jira", "write_jira"]
