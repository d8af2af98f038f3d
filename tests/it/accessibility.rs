//! Forms that others wrote, as they are drawn in a real browser, blank, filled, with errors: axe finds nothing.

use crate::corpus::{of_kind, sample, schemas};
use crate::support::VIEWS;
use crate::support::browser::{Browser, Look};
use crate::support::controls::controls;
use crate::support::pages;
use guichet::form::{Context, Definition, Form, ViewOptions};
use guichet::procedures::imports::{self, Format};
use guichet::web::{Lang, page_errors};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

/// Browsers that look at once.
const BROWSERS: usize = 2;
/// Of the pages that are filled, and of those with errors, one out of so many is looked at: the blank ones all are.
const SOME: usize = 4;

/// A form that others wrote, and answers to it.
struct Public {
    name: String,
    form: Form,
    sample: Option<Value>,
}

/// The pages of a form as somebody who writes this draft sees them, by name; with what is wrong when they were sent.
fn drawn(Public { name, form, .. }: &Public, draft: &Value, lang: Lang, is_sent: bool) -> Vec<(String, String)> {
    let context = Context::default();
    let evaluation = form.evaluate(draft, &context);
    let errors = if is_sent { form.check(draft, &context).errors } else { Vec::new() };
    let told: BTreeMap<String, String> =
        errors.iter().map(|error| (error.pointer.clone(), page_errors::message(lang, error))).collect();
    let options = ViewOptions { lang: lang.code(), ..ViewOptions::default() };
    let numbers = 1..=form.pages().len();
    let drawn = numbers.filter_map(|page| form.page_view(page, draft, &evaluation, &told, &options));
    let html = drawn.map(|view| {
        let title = format!("{name} {} {}", view.number, lang.code());
        let html = VIEWS.bare(lang, view);
        (title.clone(), html.unwrap_or_else(|error| panic!("{title}: {error}")))
    });
    html.collect()
}

/// As a new request sees them.
fn blank(public: &Public, lang: Lang) -> Vec<(String, String)> {
    drawn(public, &public.form.initial(&Context::default()), lang, false)
}

/// As somebody sees them who answers everything with a question mark, and nothing where one chooses.
fn wrong(public: &Public) -> Vec<(String, String)> {
    let mut pairs = Vec::new();
    for (_, html) in blank(public, Lang::Fr) {
        let typed = controls(&html).into_iter().filter(|control| control.is_typed() && !control.name.is_empty());
        pairs.extend(typed.map(|control| (control.name, "?".to_owned())));
    }
    let draft = public.form.merge(&public.form.initial(&Context::default()), &pairs, None);
    drawn(public, &draft, Lang::Fr, true)
}

/// As somebody sees them who has answered.
fn filled(public: &Public) -> Vec<(String, String)> {
    let Some(answers) = &public.sample else { return Vec::new() };
    drawn(public, &public.form.draft_of(answers), Lang::Fr, false)
}

fn forms() -> Vec<Public> {
    let bare = schemas().into_iter().filter_map(|(name, document)| {
        let sample = sample(&document).cloned();
        let form = Form::compile(&Definition::bare(document).unwrap(), &[]).ok()?;
        Some(Public { name, form, sample })
    });
    let imported = |format: Format, kind: &str| {
        of_kind(kind).into_iter().filter_map(move |(file, source)| {
            let imported = imports::read(format, &source, "source", "en").ok()?;
            let definition = guichet::procedures::Definition::read(&imported.procedure).unwrap();
            let form = Form::compile(&definition.form, &definition.languages).unwrap();
            Some(Public { name: format!("{format:?} {file}"), form, sample: sample(&source).cloned() })
        })
    };
    let rjsf = imported(Format::Rjsf, "json-schema").filter(|public| public.name.contains("rjsf-samples"));
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

/// Looks at these pages. Returns what axe finds.
async fn look(pages: Vec<(String, String)>, width: u32, dark: bool) -> Vec<String> {
    let (start, pages) = (Instant::now(), Arc::new(pages));
    let base = site(pages.clone());
    let looks = (0..BROWSERS).map(|first| {
        let (base, pages) = (base.clone(), pages.clone());
        tokio::spawn(async move {
            let browser = Browser::open(&base, Look { width, javascript: false }).await;
            browser.dark(dark).await;
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
    eprintln!("{} pages in {:?}", pages.len(), start.elapsed());
    found
}

#[tokio::test(flavor = "multi_thread")]
async fn axe_finds_nothing_on_public_forms() {
    let forms = forms();
    let some = |all: Vec<(String, String)>, first: usize| all.into_iter().skip(first).step_by(SOME).collect::<Vec<_>>();
    let all: Vec<_> = forms.iter().flat_map(|public| blank(public, Lang::En)).collect();
    let (wrong, filled): (Vec<_>, Vec<_>) =
        (forms.iter().flat_map(wrong).collect(), forms.iter().flat_map(filled).collect());
    let has_error = |(_, html): &(String, String)| html.contains("govuk-error-message");
    let faulty: Vec<_> = wrong.into_iter().filter(has_error).collect();
    assert!(forms.is_empty() || (faulty.len() > 50 && filled.len() > 50), "{} {}", faulty.len(), filled.len());
    let narrow = [all, some(faulty.clone(), 0), some(filled.clone(), 0)].concat();
    let wide = [some(faulty, SOME / 2), some(filled, SOME / 2)].concat();
    let found = [look(narrow, 375, false).await, look(wide, 1280, true).await].concat();
    assert!(found.is_empty(), "{}", found.join("\n"));
}
