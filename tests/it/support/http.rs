//! A browser without a screen: keeps cookies, follows no redirect by itself, takes the token from the last page.

use super::PASSWORD;
use reqwest::header::{ACCEPT, LOCATION};
use reqwest::redirect::Policy;
use reqwest::{Client, ClientBuilder, RequestBuilder, StatusCode};
use std::sync::Mutex;

/// One visitor.
pub struct Visitor {
    client: Client,
    base: String,
    token: Mutex<String>,
}

/// An answer, read whole.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub location: Option<String>,
    pub headers: reqwest::header::HeaderMap,
    pub body: String,
}

impl Answer {
    /// The value of the hidden field with this name, of the last form that has one.
    pub fn hidden(&self, name: &str) -> String {
        let start = format!("name=\"{name}\" value=\"");
        let (_, rest) = self.body.rsplit_once(&start).unwrap_or_else(|| panic!("no field {name} in\n{}", self.body));
        rest.split('"').next().unwrap().replace("&amp;", "&")
    }

    pub fn shows(&self, text: &str) -> bool {
        self.body.contains(text)
    }
}

/// A client of HTTP for tests. TLS must be chosen before the first one is built.
pub fn client() -> ClientBuilder {
    guichet::services::use_ring();
    Client::builder()
}

impl Visitor {
    pub fn new(base: &str) -> Self {
        let client = client().cookie_store(true).redirect(Policy::none()).build().unwrap();
        Self { client, base: base.to_owned(), token: Mutex::default() }
    }

    /// A visitor who has signed in.
    pub async fn signed_in(base: &str, email: &str) -> Self {
        let visitor = Self::new(base);
        visitor.sign_in(email).await;
        visitor
    }

    pub async fn sign_in(&self, email: &str) {
        self.get("/connexion").await;
        let answer = self.post("/connexion", &[("email", email), ("password", PASSWORD), ("suite", "/")]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{email}: {}", answer.body);
        // The token belongs to the account: take the new one.
        self.get("/demarches").await;
    }

    pub fn token(&self) -> String {
        self.token.lock().unwrap().clone()
    }

    async fn send(&self, request: RequestBuilder) -> Answer {
        let response = request.header(ACCEPT, "text/html").send().await.unwrap();
        let location = response.headers().get(LOCATION).map(|value| value.to_str().unwrap().to_owned());
        let (status, headers) = (response.status(), response.headers().clone());
        let answer = Answer { status, location, headers, body: response.text().await.unwrap() };
        if answer.body.contains("name=\"_csrf\"") {
            *self.token.lock().unwrap() = answer.hidden("_csrf");
        }
        answer
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(self.client.get(format!("{}{path}", self.base))).await
    }

    /// A file, as it is. It must be there.
    pub async fn download(&self, path: &str) -> (reqwest::header::HeaderMap, Vec<u8>) {
        let response = self.client.get(format!("{}{path}", self.base)).send().await.unwrap();
        let (status, headers) = (response.status(), response.headers().clone());
        let bytes = response.bytes().await.unwrap().to_vec();
        assert_eq!(status, StatusCode::OK, "{path}: {}", String::from_utf8_lossy(&bytes));
        (headers, bytes)
    }

    /// Posts a form, with the token.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let token = self.token();
        let mut all = vec![("_csrf", token.as_str())];
        all.extend_from_slice(fields);
        self.send(self.client.post(format!("{}{path}", self.base)).form(&all)).await
    }

    /// The same, as a page's script does for an update in place.
    pub async fn post_part(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let token = self.token();
        let mut all = vec![("_csrf", token.as_str())];
        all.extend_from_slice(fields);
        self.send(self.client.post(format!("{}{path}", self.base)).header("hx-request", "true").form(&all)).await
    }

    /// The same, to a site that may die meanwhile: the status, if there was an answer.
    pub async fn try_post(&self, path: &str, fields: &[(&str, &str)]) -> Option<StatusCode> {
        let token = self.token();
        let mut all = vec![("_csrf", token.as_str())];
        all.extend_from_slice(fields);
        let sent = self.client.post(format!("{}{path}", self.base)).form(&all).send().await;
        sent.ok().map(|response| response.status())
    }

    /// Posts a form as it is given.
    pub async fn post_raw(&self, path: &str, content_type: &str, body: impl Into<reqwest::Body>) -> Answer {
        let request = self.client.post(format!("{}{path}", self.base));
        self.send(request.header("content-type", content_type.to_owned()).body(body)).await
    }

    /// Posts a multipart form; the token comes first.
    pub async fn post_files(&self, path: &str, fields: &[(&str, &str)], files: &[(&str, &str, Vec<u8>)]) -> Answer {
        // Names as browsers send them: a pointer has slashes.
        let mut form = reqwest::multipart::Form::new().percent_encode_noop().text("_csrf", self.token());
        for (name, value) in fields {
            form = form.text((*name).to_owned(), (*value).to_owned());
        }
        for (name, file, bytes) in files {
            let part = reqwest::multipart::Part::bytes(bytes.clone()).file_name((*file).to_owned());
            form = form.part((*name).to_owned(), part);
        }
        self.send(self.client.post(format!("{}{path}", self.base)).multipart(form)).await
    }
}
