/// How an author asks for a kind of field, an answer to it and one that it refuses, all in JSON. docs/FIELDS.md and the tests are made of these.
#[derive(Debug, Clone, Copy)]
pub struct Example {
    /// The property's schema; empty for what the layout alone asks.
    pub schema: &'static str,
    /// What its control says beside its scope.
    pub control: &'static str,
    /// What is kept of an answer; `null` for what holds none.
    pub answer: &'static str,
    /// What the kind's own validation refuses, as a document holds it: a text is as people type it. None for a kind that
    /// refuses nothing by itself.
    pub refused: Option<&'static str>,
}

impl Example {
    pub(super) const fn new(schema: &'static str, answer: &'static str, refused: Option<&'static str>) -> Self {
        Self { schema, control: "{}", answer, refused }
    }

    /// The same, with a control that says more than its scope.
    pub(super) const fn with_control(self, control: &'static str) -> Self {
        Self { control, ..self }
    }
}
