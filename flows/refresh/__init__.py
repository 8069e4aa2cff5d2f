"""New reference lists and new models (换目录、再训练): gathered, taken as an edition, matched where it matters."""
