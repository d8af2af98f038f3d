//! What every handler shares.

use crate::civil::Territory;
use crate::config::Config;
use crate::db::Db;
use crate::documents::Press;
use crate::services::Services;
use crate::storage::Storage;
use crate::web::{MapTiles, Settings, Site, Views};
use crate::{Error, Result};
use chrono::{DateTime, NaiveDate, SubsecRound, TimeDelta, Utc};
use std::sync::{Arc, LazyLock};

/// Connections that read: about what two cores keep busy.
const READERS: u32 = 8;
/// Connections that write. They mostly wait for the disk, which keeps many transactions in one go.
const WRITERS: u32 = 16;

fn map_tiles(config: &Config) -> Option<MapTiles> {
    let attribution = config.map_tiles_attribution.clone();
    config.map_tiles_url.clone().map(|url| MapTiles { url, attribution })
}

#[derive(Clone)]
pub struct App {
    pub db: Db,
    pub views: Views,
    pub storage: Storage,
    pub press: Press,
    pub services: Services,
    pub config: Arc<Config>,
}

impl App {
    /// From settings and the database's address (that of `config`, or of the embedded server).
    pub fn new(config: Config, database_url: &str) -> Result<Self> {
        let site = Site {
            base_url: config.base_url.clone(),
            demo: config.demo,
            addresses: config.address_service.is_some(),
            map_tiles: map_tiles(&config),
        };
        Ok(Self {
            services: Services::new(
                config.service_hosts.clone(),
                config.service_headers.clone(),
                config.connectors.clone(),
            )
            .map_err(Error::internal)?,
            db: Db::connect(database_url, READERS, WRITERS),
            views: Views::load(site)?,
            storage: Storage::in_folder(&config.storage)?,
            press: Press::default(),
            config: Arc::new(config),
        })
    }

    /// The instant, to the microsecond: what PostgreSQL keeps, so that a hash of it can be computed again.
    pub fn now(&self) -> DateTime<Utc> {
        now()
    }

    /// The date in Paris, for what is of no procedure.
    pub fn today(&self) -> NaiveDate {
        Territory::default().date(now())
    }

    /// Where the pictures under maps come from.
    pub fn map_tiles(&self) -> Option<MapTiles> {
        map_tiles(&self.config)
    }

    /// What pages need of the settings.
    pub fn web_settings(&self) -> Settings {
        Settings {
            secret: self.config.secret.expose().to_owned(),
            secure: self.config.base_url.starts_with("https://"),
            clock: now,
        }
    }

    /// Whether the database and the storage answer. The error names the first that does not.
    pub async fn ready(&self) -> Result<(), (&'static str, Error)> {
        let query = diesel::select(diesel::dsl::sql::<diesel::sql_types::Integer>("1"));
        let database = self.db.query(|db| Ok(diesel::RunQueryDsl::get_result::<i32>(query, db)?)).await;
        database.map_err(|error| ("database", error))?;
        self.storage.ready().await.map_err(|error| ("storage", error))
    }
}

/// By how much a clock of tests is ahead, in seconds. A program that serves people has no such setting.
static AHEAD: LazyLock<TimeDelta> = LazyLock::new(|| {
    let asked = std::env::var("GUICHET_CLOCK_AHEAD").ok().filter(|_| cfg!(debug_assertions));
    asked.and_then(|seconds| TimeDelta::try_seconds(seconds.parse().ok()?)).unwrap_or_default()
});

/// The one clock of the application.
#[expect(clippy::disallowed_methods, reason = "the one clock")]
pub fn now() -> DateTime<Utc> {
    (Utc::now() + *AHEAD).trunc_subsecs(6)
}
