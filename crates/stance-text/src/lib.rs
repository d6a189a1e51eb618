//! stance-text
