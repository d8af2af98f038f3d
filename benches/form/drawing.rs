//! The page of 40 fields that the bench of the site asks for, drawn without a site.

use guichet::form::{Context, Definition, Form, PageView, ViewOptions};
use guichet::web::{Lang, Site, Views};
use serde::Serialize;
use serde_json::{Value, json};

#[path = "../site/procedure.rs"]
mod procedure;

/// What a page's template reads beside its fields.
#[derive(Serialize)]
struct Page<'a> {
    number: &'a str,
    title: &'a str,
    view: &'a PageView,
    elements: String,
    position: usize,
    total: usize,
    previous: Option<usize>,
    rev: i32,
    id: &'a str,
    errors: [&'a str; 0],
    ineligible: [&'a str; 0],
    correction: Option<Value>,
    origin: Option<Value>,
    unsaved_since: Option<Value>,
}

pub struct Drawing {
    form: Form,
    draft: Value,
    views: Views,
}

impl Drawing {
    pub fn new() -> Self {
        let source = procedure::with_fields(40);
        let definition: Definition = serde_json::from_value(source["form"].clone()).unwrap();
        let form = Form::compile(&definition, &["fr".to_owned()]).unwrap();
        let answers = procedure::answers(40).into_iter().map(|(name, value)| (name, value.to_owned()));
        let draft = form.merge(&json!({}), &answers.collect::<Vec<_>>(), None);
        let site = Site { base_url: "https://guichet.test".into(), demo: false, addresses: false, map_tiles: None };
        Self { form, draft, views: Views::load(site).unwrap() }
    }

    /// From the draft to the page's view.
    pub fn view(&self) -> PageView {
        let evaluation = self.form.evaluate(&self.draft, &Context::default());
        let options = ViewOptions { lang: "fr", only: None, page: "" };
        self.form.page_view(1, &self.draft, &evaluation, &std::collections::BTreeMap::new(), &options).unwrap()
    }

    /// The elements of the view, to HTML.
    pub fn elements(&self, view: PageView) -> String {
        self.views.elements(Lang::Fr, view.elements, false).unwrap()
    }

    /// From there to what templates read.
    pub fn record(view: &PageView, elements: String) -> tera::Context {
        let page = Page {
            number: "2026-000123-4",
            title: "Attestation",
            view,
            elements,
            position: 1,
            total: 1,
            previous: None,
            rev: 3,
            id: "",
            errors: [],
            ineligible: [],
            correction: None,
            origin: None,
            unsaved_since: None,
        };
        let account = json!({"name": "Zoé Martin", "email": "zoe@exemple.test", "instructor": false, "official": false, "admin": false});
        let mut context = tera::Context::new();
        context.insert("path", "/dossiers/2026-000123-4/pages/1");
        context.insert("query", "");
        context.insert("csrf", "token");
        context.insert("account", &account);
        context.insert("flash", &Value::Null);
        context.insert("page", &page);
        context
    }

    /// From there to HTML.
    pub fn html(&self, record: &tera::Context) -> String {
        self.views.draw(Lang::Fr, "dossiers/page.html", record).unwrap()
    }
}
