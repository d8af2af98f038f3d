//! `guichet serve` and `guichet worker`.

use super::{Database, Failure, block_on};
use crate::accounts::access::Limits;
use crate::app::{App, now};
use crate::config::Config;
use crate::dossiers::filling;
use crate::jobs::{self, Mailer};
use crate::web::throttle::Suggestions;
use crate::web::{MAX_BODY, MapTiles, Settings, errors, observe, security_headers, session};
use crate::{Result, db, reference, router};
use actix_session::config::{CookieContentSecurity, PersistentSession};
use actix_session::{SessionMiddleware, config::TtlExtensionPolicy};
use actix_web::cookie::time::Duration as CookieDuration;
use actix_web::cookie::{Key, SameSite};
use actix_web::middleware::{Compress, from_fn};
use actix_web::web::{Data, PayloadConfig};
use actix_web::{HttpServer, rt};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use sha2::{Digest, Sha512};
use std::net::TcpListener;
use std::process::ExitCode;
use std::time::Duration;
use tokio::sync::watch;
use tracing_actix_web::TracingLogger;
use tracing_subscriber::EnvFilter;

/// How long requests in flight have to finish once the process is asked to stop.
const GRACE_SECONDS: u64 = 30;

/// How often a site that started before its database tries again.
const RETRY: Duration = Duration::from_secs(2);

/// The site, with its jobs unless another process has them.
pub fn run(config: Config, with_jobs: bool) -> Result<ExitCode, Failure> {
    log_as_json();
    let database = Database::open(&config)?;
    migrate_when_possible(&database.url);
    let app = App::new(config, &database.url)?;
    block_on(serve(app, with_jobs, |_| Ok(())))?;
    Ok(ExitCode::SUCCESS)
}

/// The jobs only.
pub fn work(config: Config) -> Result<ExitCode, Failure> {
    log_as_json();
    let database = Database::open(&config)?;
    migrate_when_possible(&database.url);
    let app = App::new(config, &database.url)?;
    block_on(async {
        let context = jobs::Context { mailer: mailer(&app)?, app };
        let (stop, stopped) = watch::channel(false);
        let worker = rt::spawn(jobs::work(context, stopped));
        // Without a signal to wait for there is nothing to stop by: go on.
        let _ = stop_signal().await;
        let _ = stop.send(true);
        let _ = worker.await;
        Ok::<_, Failure>(())
    })?;
    Ok(ExitCode::SUCCESS)
}

/// A database that is away for the moment is waited for: the machine may be starting everything at once.
fn migrate_when_possible(url: &str) {
    while let Err(error) = db::migrate(url) {
        tracing::warn!(%error, "the database is not ready");
        std::thread::sleep(RETRY);
    }
}

fn log_as_json() {
    tracing_subscriber::fmt().json().with_env_filter(log_filter()).with_writer(std::io::stderr).init();
}

/// What is logged: `RUST_LOG`, or our own news and others' warnings.
pub fn log_filter() -> EnvFilter {
    EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("warn,guichet=info,r2d2=off"))
}

fn mailer(app: &App) -> Result<Mailer> {
    let smtp = app.config.smtp_url.as_ref().map(|url| url.expose());
    Mailer::new(smtp, &app.config.mail_from)
}

async fn stop_signal() -> std::io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut terminate, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    tokio::select! { _ = terminate.recv() => {}, _ = interrupt.recv() => {} }
    Ok(())
}

/// Serves until asked to stop. `ready` is told the address once it accepts.
pub async fn serve(app: App, with_jobs: bool, ready: impl FnOnce(&str) -> Result<(), Failure>) -> Result<(), Failure> {
    let address = format!("{}:{}", app.config.bind, app.config.port);
    let listener = TcpListener::bind(&address).map_err(|error| Failure::new(format!("{address}: {error}")))?;
    let address = listener.local_addr().map_or(address, |address| address.to_string());
    let metrics = PrometheusBuilder::new().install_recorder().ok();
    // Decoded before somebody waits for it.
    std::thread::spawn(reference::communes);
    let (stop, stopped) = watch::channel(false);
    let context = jobs::Context { mailer: mailer(&app)?, app: app.clone() };
    let worker = with_jobs.then(|| rt::spawn(jobs::work(context, stopped)));
    let server = http_server(app, metrics, listener).map_err(Failure::new)?;
    tracing::info!(address, "listening");
    ready(&address)?;
    server.await.map_err(Failure::new)?;
    let _ = stop.send(true);
    if let Some(worker) = worker {
        let _ = worker.await;
    }
    Ok(())
}

fn http_server(
    app: App,
    metrics: Option<PrometheusHandle>,
    listener: TcpListener,
) -> std::io::Result<actix_web::dev::Server> {
    let limits = Data::new(Limits::new(app.config.throttle));
    let suggestions = Data::new(Suggestions::new(app.config.throttle));
    let (views, settings) = (Data::new(app.views.clone()), Data::new(app.web_settings()));
    let (shared, metrics) = (Data::new(app.clone()), metrics.map(Data::new));
    let rows = session::Rows::new(app.db.clone(), now);
    let tiles = app.map_tiles();
    let server = HttpServer::new(move || {
        let site = actix_web::App::new()
            .app_data(shared.clone())
            .app_data(views.clone())
            .app_data(settings.clone())
            .app_data(Data::new(rows.clone()))
            .app_data(limits.clone())
            .app_data(suggestions.clone())
            .app_data(PayloadConfig::new(MAX_BODY))
            .configure(|config| {
                if let Some(metrics) = &metrics {
                    config.app_data(metrics.clone());
                }
                router::routes(config, &app);
            });
        // The last one wrapped sees the request first.
        site.wrap(from_fn(errors::render))
            .wrap(sessions(rows.clone(), &settings))
            .wrap(from_fn(|request, next| session::recalling(request, next, filling::looks_at_session)))
            .wrap(security_headers(settings.secure, tiles.as_ref().map(MapTiles::origin)))
            .wrap(Compress::default())
            .wrap(from_fn(observe::measure))
            .wrap(TracingLogger::<observe::Root>::new())
    });
    Ok(server.listen(listener)?.shutdown_timeout(GRACE_SECONDS).run())
}

fn sessions(rows: session::Rows, settings: &Settings) -> SessionMiddleware<session::Rows> {
    // The cookie holds a random key; signing it keeps a stranger's guesses away from the database.
    let key = Key::from(&Sha512::digest(settings.secret.as_bytes()));
    let lifetime = CookieDuration::seconds(session::LIFETIME.num_seconds());
    let lifecycle = PersistentSession::default()
        .session_ttl(lifetime)
        .session_ttl_extension_policy(TtlExtensionPolicy::OnStateChanges);
    SessionMiddleware::builder(rows, key)
        .cookie_name(settings.cookie_name("session"))
        .cookie_secure(settings.secure)
        .cookie_http_only(true)
        .cookie_same_site(SameSite::Lax)
        .cookie_content_security(CookieContentSecurity::Signed)
        .session_lifecycle(lifecycle)
        .build()
}
