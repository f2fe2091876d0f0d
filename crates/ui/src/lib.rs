//! Pure Yew views and the reducer.
