//! Forms that others wrote, as they are drawn in a real browser: axe finds nothing.

use crate::corpus::{of_kind, schemas};
use crate::support::VIEWS;
use crate::support::browser::{Browser, Look};
use crate::support::pages;
use guichet::form::{Context, Definition, Form, ViewOptions};
use guichet::procedures::imports::{self, Format};
use guichet::web::Lang;
use serde_json::json;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

/// Browsers that look at once.
const BROWSERS: usize = 2;

/// The pages of a form as a new request sees them, by name.
fn drawn(name: &str, form: &Form) -> Vec<(String, String)> {
    let context = Context::default();
    let draft = form.initial(&context);
    let evaluation = form.evaluate(&draft, &context);
    let options = ViewOptions { lang: "en", ..ViewOptions::default() };
    let numbers = 1..=form.pages().len();
    let drawn = numbers.filter_map(|page| form.page_view(page, &draft, &evaluation, &BTreeMap::new(), &options));
    let html = drawn.map(|view| {
        let title = format!("{name} {}", view.number);
        let html = VIEWS.part(Lang::En, "dossiers/bare.html", &json!({ "view": view }));
        (title.clone(), html.unwrap_or_else(|error| panic!("{title}: {error}")))
    });
    html.collect()
}

fn forms() -> Vec<(String, Form)> {
    let bare = schemas().into_iter().filter_map(|(file, document)| {
        let definition = Definition::bare(document).unwrap();
        Some((file, Form::compile(&definition, &[]).ok()?))
    });
    let imported = |format: Format, kind: &str| {
        of_kind(kind).into_iter().filter_map(move |(file, source)| {
            let imported = imports::read(format, &source, "source", "en").ok()?;
            let definition = guichet::procedures::Definition::read(&imported.procedure).unwrap();
            let form = Form::compile(&definition.form, &definition.languages).unwrap();
            Some((format!("{format:?} {file}"), form))
        })
    };
    let rjsf = imported(Format::Rjsf, "json-schema").filter(|(file, _)| file.contains("rjsf-samples"));
    bare.chain(rjsf).chain(imported(Format::Formio, "formio")).collect()
}

/// Serves pages by their number, and the styles.
fn site(drawn: Arc<Vec<(String, String)>>) -> String {
    pages::serve(move |path| {
        let page = path.strip_prefix('/').and_then(|number| drawn.get(number.parse::<usize>().ok()?));
        let dist = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/dist");
        let asset = || std::fs::read(dist.join(path.strip_prefix("/assets/")?)).ok();
        let kind = if path.ends_with(".css") { "text/css" } else { "font/woff2" };
        page.map(|(_, html)| ("text/html", html.clone().into_bytes())).or_else(|| Some((kind, asset()?)))
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn axe_finds_nothing_on_public_forms() {
    let pages: Vec<_> = forms().iter().flat_map(|(file, form)| drawn(file, form)).collect();
    let pages = Arc::new(pages);
    let base = site(pages.clone());
    let looks = (0..BROWSERS).map(|first| {
        let (base, pages) = (base.clone(), pages.clone());
        tokio::spawn(async move {
            let browser = Browser::open(&base, Look { width: 375, javascript: false }).await;
            let mut found = Vec::new();
            for at in (first..pages.len()).step_by(BROWSERS) {
                browser.goto(&format!("/{at}")).await;
                let violations = browser.violations().await;
                found.extend(violations.iter().map(|violation| format!("{}: {violation}", pages[at].0)));
            }
            browser.close().await;
            found
        })
    });
    let mut found: Vec<String> = Vec::new();
    for look in looks.collect::<Vec<_>>() {
        found.extend(look.await.unwrap());
    }
    eprintln!("{} pages", pages.len());
    assert!(found.is_empty(), "{}", found.join("\n"));
}
