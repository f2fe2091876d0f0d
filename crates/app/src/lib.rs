//! The page: probe, effects, lab handles, automation.
