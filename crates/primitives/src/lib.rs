//! What threads share: the stop word, queues, event rings.
