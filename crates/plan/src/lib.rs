//! Drafts checked against the catalogue, and links.
