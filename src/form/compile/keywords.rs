//! Which keywords of JSON Schema hold schemas, and which hold values, in any draft.

/// Those that hold schemas by name.
pub(crate) const NAMED: [&str; 5] = ["properties", "patternProperties", "$defs", "definitions", "dependentSchemas"];
/// Those that hold a list of schemas.
pub(crate) const LISTS: [&str; 4] = ["allOf", "anyOf", "oneOf", "prefixItems"];
/// Those that hold a schema.
pub(crate) const SINGLE: [&str; 12] = [
    "items",
    "additionalItems",
    "additionalProperties",
    "contains",
    "else",
    "if",
    "not",
    "propertyNames",
    "then",
    "unevaluatedItems",
    "unevaluatedProperties",
    "contentSchema",
];
/// Those that hold values or rules: nothing in them is a schema.
pub(crate) const VALUES: [&str; 6] = ["enum", "const", "default", "examples", "calculate", "reference"];
