//! A real browser: Debian's Chromium through its WebDriver. One driver for the run, a session for each journey.

mod keyboard;
mod looking;

use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use std::net::{TcpListener, TcpStream};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{ChildStdin, Command, Stdio};
use std::sync::LazyLock;
use std::time::{Duration, Instant};

pub use keyboard::{ALL, DOWN, ENTER, FAR, RIGHT, SPACE};
pub use looking::NARROWEST;

/// The driver: its address, and what it lives by.
struct Driver {
    url: String,
    _life: ChildStdin,
}

/// One for the run. It ends with the run, however that ends: its shell then reads the end of its input, and stops its
/// group, the browsers included.
static DRIVER: LazyLock<Driver> = LazyLock::new(|| {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let script = format!("chromedriver --port={port} --log-level=OFF </dev/null & read -r end; kill 0");
    let mut shell = Command::new("sh");
    shell.args(["-c", &script]).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).process_group(0);
    let life = shell.spawn().unwrap().stdin.take().unwrap();
    let start = Instant::now();
    while TcpStream::connect(("127.0.0.1", port)).is_err() {
        let told = "chromedriver does not answer: apt-get install chromium chromium-driver";
        assert!(start.elapsed() < Duration::from_secs(20), "{told}");
        std::thread::sleep(Duration::from_millis(50));
    }
    Driver { url: format!("http://127.0.0.1:{port}"), _life: life }
});

/// How a journey looks at the site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    pub width: u32,
    pub javascript: bool,
}

/// A browser with one window.
pub struct Browser {
    client: Client,
    base: String,
    look: Look,
    profile: std::path::PathBuf,
    /// For the browser's own protocol.
    devtools: reqwest::Client,
}

impl Browser {
    pub async fn open(base: &str, look: Look) -> Self {
        let profile = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("chromium-{}", uuid::Uuid::now_v7()));
        let args = [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--disable-dev-shm-usage",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--lang=fr",
            "--force-prefers-reduced-motion",
            "--hide-scrollbars",
            &format!("--user-data-dir={}", profile.display()),
        ];
        let capabilities = json!({
            "goog:chromeOptions": {
                "args": args,
                // A window can't be made narrower than 500 pixels: the metrics of a phone can.
                "mobileEmulation": { "deviceMetrics": { "width": look.width, "height": 900, "pixelRatio": 1.0, "mobile": false, "touch": false } },
                "prefs": { "intl.accept_languages": "fr" },
            },
        });
        let Value::Object(capabilities) = capabilities else { unreachable!() };
        let client =
            ClientBuilder::new(HttpConnector::new()).capabilities(capabilities).connect(&DRIVER.url).await.unwrap();
        let browser =
            Self { client, base: base.to_owned(), look, profile, devtools: super::http::client().build().unwrap() };
        browser.scripts(look.javascript).await;
        browser
    }

    /// Lets the pages' own scripts run, or not. WebDriver's go on either way.
    async fn scripts(&self, allowed: bool) {
        self.devtools("Emulation.setScriptExecutionDisabled", json!({ "value": !allowed })).await;
    }

    /// A command of the browser's own protocol.
    async fn devtools(&self, command: &str, parameters: Value) -> Value {
        let session = self.client.session_id().await.unwrap().unwrap();
        let url = format!("{}/session/{session}/goog/cdp/execute", DRIVER.url);
        let body = json!({ "cmd": command, "params": parameters });
        let response = self.devtools.post(url).json(&body).send().await.unwrap();
        response.json::<Value>().await.unwrap()["value"].clone()
    }

    pub async fn goto(&self, path: &str) {
        let url = if path.starts_with("http") { path.to_owned() } else { format!("{}{path}", self.base) };
        self.client.goto(&url).await.unwrap();
    }

    /// The path that the browser is at.
    pub async fn path(&self) -> String {
        self.client.current_url().await.unwrap().path().to_owned()
    }

    /// What can be read on the page; every space is a plain one. Between two pages there is no body, or one that goes
    /// away before it is read: the next one is waited for.
    pub async fn body(&self) -> String {
        let start = Instant::now();
        loop {
            let read = match self.client.find(Locator::Css("body")).await {
                Ok(body) => body.text().await,
                Err(error) => Err(error),
            };
            match read {
                Ok(text) => return text.replace(['\u{a0}', '\u{202f}'], " "),
                Err(error) => assert!(start.elapsed() < Duration::from_secs(10), "no page: {error}"),
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Waits until the page shows this text.
    pub async fn sees(&self, text: &str) {
        let start = Instant::now();
        loop {
            let body = self.body().await;
            if body.contains(text) {
                return;
            }
            let at = self.path().await;
            assert!(start.elapsed() < Duration::from_secs(10), "{text:?} is not on {at}:\n{body}");
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    pub async fn has(&self, css: &str) -> bool {
        !self.client.find_all(Locator::Css(css)).await.unwrap().is_empty()
    }

    /// Types into the field with this name, instead of what is there.
    pub async fn fill(&self, name: &str, value: &str) {
        let field = self.find(&format!("[name=\"{name}\"]:not([type=hidden])")).await;
        field.clear().await.unwrap();
        field.send_keys(value).await.unwrap();
    }

    /// What a script of the test's own returns.
    pub async fn run(&self, script: &str) -> Value {
        self.client.execute(script, vec![]).await.unwrap()
    }

    /// Waits for an element.
    pub async fn waits_for(&self, css: &str) {
        self.find(css).await;
    }

    /// What stands in the field with this name.
    pub async fn value(&self, name: &str) -> String {
        let field = self.find(&format!("[name=\"{name}\"]:not([type=hidden])")).await;
        field.prop("value").await.unwrap().unwrap_or_default()
    }

    /// Types into the nth field with this name: the parts of a date.
    pub async fn fill_nth(&self, name: &str, n: usize, value: &str) {
        let fields =
            self.client.find_all(Locator::Css(&format!("[name=\"{name}\"]:not([type=hidden])"))).await.unwrap();
        fields[n].clear().await.unwrap();
        fields[n].send_keys(value).await.unwrap();
    }

    /// A day, in its three inputs.
    pub async fn fill_date(&self, name: &str, date: &str) {
        for (n, part) in date.split('-').rev().enumerate() {
            self.fill_nth(name, n, part).await;
        }
    }

    /// Ticks a radio button or a box.
    pub async fn choose(&self, name: &str, value: &str) {
        self.click(&format!("[name=\"{name}\"][value=\"{value}\"]")).await;
    }

    /// Signs in, on the page that asks for it.
    pub async fn sign_in(&self, email: &str) {
        self.fill("email", email).await;
        self.fill("password", super::PASSWORD).await;
        self.follow("main form[action=\"/connexion\"] button[type=submit]").await;
    }

    /// Loses every cookie, as a browser that was told to.
    pub async fn forget_cookies(&self) {
        self.client.delete_all_cookies().await.unwrap();
    }

    /// Goes back, or forward, in what was visited.
    pub async fn back(&self) {
        self.client.back().await.unwrap();
    }

    pub async fn forward(&self) {
        self.client.execute("history.forward()", vec![]).await.unwrap();
    }

    /// Takes the network away, or gives it back.
    pub async fn offline(&self, offline: bool) {
        self.devtools("Network.enable", json!({})).await;
        let conditions = json!({ "offline": offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1 });
        self.devtools("Network.emulateNetworkConditions", conditions).await;
    }

    /// The window that is looked at.
    pub async fn window(&self) -> fantoccini::wd::WindowHandle {
        self.client.window().await.unwrap()
    }

    /// Another tab, at this address; it is looked at from now on.
    pub async fn new_tab(&self, path: &str) {
        let tab = self.client.new_window(true).await.unwrap();
        self.switch_to(tab.handle).await;
        self.goto(path).await;
    }

    pub async fn switch_to(&self, window: fantoccini::wd::WindowHandle) {
        self.client.switch_to_window(window).await.unwrap();
    }

    /// Attaches a file.
    pub async fn attach(&self, name: &str, file: &Path) {
        let input = self.find(&format!("input[type=file][name=\"{name}\"]")).await;
        input.send_keys(file.to_str().unwrap()).await.unwrap();
    }

    async fn find(&self, css: &str) -> fantoccini::elements::Element {
        let found = self.client.wait().at_most(Duration::from_secs(10)).for_element(Locator::Css(css)).await;
        match found {
            Ok(element) => element,
            Err(error) => panic!("{css}: {error} at {}\n{}", self.path().await, self.body().await),
        }
    }

    pub async fn click(&self, css: &str) {
        let element = self.find(css).await;
        // In the middle of the window, so that nothing stands before it.
        let scroll = "arguments[0].scrollIntoView({block: 'center'})";
        self.client.execute(scroll, vec![serde_json::to_value(&element).unwrap()]).await.unwrap();
        element.click().await.unwrap();
    }

    /// Presses what leads to another page, and waits for it: the driver comes back before the answer does.
    pub async fn follow(&self, css: &str) {
        let before = self.client.find(Locator::Css("html")).await.unwrap();
        self.click(css).await;
        self.leaves(&before, css).await;
    }

    async fn leaves(&self, before: &fantoccini::elements::Element, by: &str) {
        let start = Instant::now();
        while before.tag_name().await.is_ok() {
            assert!(start.elapsed() < Duration::from_secs(10), "{by} leads nowhere from {}", self.path().await);
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        self.client.wait().for_element(Locator::Css("main")).await.unwrap();
    }

    /// Presses a button that changes the form: in place with scripts, through another page without.
    pub async fn act(&self, action: &str) {
        let css = format!("main button[name=_action][value=\"{action}\"]:not([aria-hidden])");
        if !self.look.javascript {
            return self.follow(&css).await;
        }
        self.click(&css).await;
        self.settles(action).await;
    }

    async fn settles(&self, action: &str) {
        let start = Instant::now();
        while self.has("form[aria-busy]").await {
            assert!(start.elapsed() < Duration::from_secs(10), "{action} has no end:\n{}", self.body().await);
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    pub async fn close(self) {
        self.client.clone().close().await.unwrap();
        let _ = std::fs::remove_dir_all(&self.profile);
    }
}
