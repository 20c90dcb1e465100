"""Bytes on the disk: folders, archives, pages, workbooks. Not here: verdicts."""
