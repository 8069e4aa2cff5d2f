"""Matters written as running text: lines, sections and labels → drafts."""
