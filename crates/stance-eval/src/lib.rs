//! stance-eval
