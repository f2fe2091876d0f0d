//! What happened: events, verdicts, run records and their wire form.
