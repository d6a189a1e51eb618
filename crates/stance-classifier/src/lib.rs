//! stance-classifier
