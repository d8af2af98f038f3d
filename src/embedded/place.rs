//! Where the server's files are, and whose they are.

use super::{Error, io};
use nix::unistd::{User, geteuid};
use rand::Rng;
use std::fs::{self, File, Permissions};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::Write;
use std::os::unix::fs::{MetadataExt, OpenOptionsExt, PermissionsExt, chown, symlink};
use std::path::{Path, PathBuf};

/// A path of a socket must be shorter than this (`sockaddr_un` has room for 108 bytes).
const SOCKET_PATH: usize = 100;

/// Where root keeps the data that its own folders would hide from the server.
const SHELTER: &str = "/var/lib/guichet";

/// Whom the server runs as, when it is not us.
pub(super) type Ids = Option<(u32, u32)>;

/// What a server needs to know of its files.
#[derive(Debug)]
pub(super) struct Place {
    /// Ours: the password, the log, the lock.
    pub root: PathBuf,
    /// The server's: the cluster.
    pub data: PathBuf,
    /// The server's: the folder of its socket.
    pub socket: PathBuf,
    pub ids: Ids,
}

impl Place {
    /// Chooses the places under `root`, an absolute path, and makes the folders.
    pub(super) fn prepare(root: PathBuf) -> Result<Self, Error> {
        let ids = user(&root.join("postgres"))?;
        let data = data_folder(&root, ids)?;
        let socket = socket_folder(data.parent().unwrap_or(&root));
        own_folder(&socket, ids)?;
        Ok(Self { root, data, socket, ids })
    }

    /// The password of the server's one user: made once, readable by us alone.
    pub(super) fn password(&self) -> Result<String, Error> {
        let path = self.root.join("postgres.password");
        if let Ok(kept) = fs::read_to_string(&path)
            && !kept.is_empty()
        {
            return Ok(kept);
        }
        let password = random_hex();
        private_file(&path, &password)?;
        Ok(password)
    }

    pub(super) fn log(&self) -> PathBuf {
        self.root.join("postgres.log")
    }
}

/// As root, whom the server runs as: the owner of its files, else `postgres`, else `nobody`.
fn user(data: &Path) -> Result<Ids, Error> {
    if !geteuid().is_root() {
        return Ok(None);
    }
    let owner = fs::metadata(data).ok().map(|meta| (meta.uid(), meta.gid())).filter(|(uid, _)| *uid != 0);
    let named = |name: &str| User::from_name(name).ok().flatten().map(|user| (user.uid.as_raw(), user.gid.as_raw()));
    owner.or_else(|| named("postgres")).or_else(|| named("nobody")).map(Some).ok_or(Error::NoUser)
}

/// `postgres` under the root, or what this link names: root's home, for one, lets no other user pass.
fn data_folder(root: &Path, ids: Ids) -> Result<PathBuf, Error> {
    let beside = root.join("postgres");
    if let Ok(linked) = fs::read_link(&beside) {
        return Ok(linked);
    }
    if let Some(ids) = ids.filter(|_| !beside.exists()) {
        open_to_passage(root)?;
        if !root.ancestors().all(|folder| lets_pass(folder, ids)) {
            return sheltered(&beside).map_err(|_| Error::Unreachable(root.to_owned()));
        }
    }
    Ok(beside)
}

/// Lets the server's user pass through the folder that root made for us; it can't list or read it.
fn open_to_passage(root: &Path) -> Result<(), Error> {
    let mode = fs::metadata(root).map_err(io(root))?.permissions().mode();
    fs::set_permissions(root, Permissions::from_mode(mode | 0o011)).map_err(io(root))
}

fn lets_pass(folder: &Path, (uid, gid): (u32, u32)) -> bool {
    fs::metadata(folder).is_ok_and(|meta| {
        let bit = if meta.uid() == uid {
            0o100
        } else if meta.gid() == gid {
            0o010
        } else {
            0o001
        };
        meta.mode() & bit != 0
    })
}

/// A new folder that the server can reach, and a link to it. Its name is random: deleting the link starts afresh.
fn sheltered(link: &Path) -> std::io::Result<PathBuf> {
    let home = Path::new(SHELTER).join(random_hex());
    fs::create_dir_all(&home)?;
    for folder in [Path::new(SHELTER), &home] {
        fs::set_permissions(folder, Permissions::from_mode(0o711))?;
    }
    let data = home.join("postgres");
    symlink(&data, link)?;
    Ok(data)
}

/// Beside the data, or, when that path is too long for a socket, in a short folder of its own.
fn socket_folder(home: &Path) -> PathBuf {
    let beside = home.join("run");
    if beside.as_os_str().len() + "/.s.PGSQL.5432".len() < SOCKET_PATH {
        return beside;
    }
    let mut hash = DefaultHasher::new();
    home.hash(&mut hash);
    std::env::temp_dir().join(format!("guichet-{:x}", hash.finish()))
}

/// Makes the folder, closed to all but the server. One that is there must be the server's already: a name in /tmp can be
/// taken by anybody.
pub(super) fn own_folder(folder: &Path, ids: Ids) -> Result<(), Error> {
    if let Ok(there) = fs::symlink_metadata(folder) {
        let wanted = ids.map_or_else(|| geteuid().as_raw(), |(uid, _)| uid);
        let ours = there.is_dir() && there.uid() == wanted;
        return if ours { Ok(()) } else { Err(Error::NotOurs(folder.to_owned())) };
    }
    fs::create_dir(folder).map_err(io(folder))?;
    fs::set_permissions(folder, Permissions::from_mode(0o700)).map_err(io(folder))?;
    give(folder, ids)
}

pub(super) fn give(path: &Path, ids: Ids) -> Result<(), Error> {
    match ids {
        Some((uid, gid)) => chown(path, Some(uid), Some(gid)).map_err(io(path)),
        None => Ok(()),
    }
}

pub(super) fn private_file(path: &Path, content: &str) -> Result<(), Error> {
    let mut file = File::options().write(true).create(true).truncate(true).mode(0o600).open(path).map_err(io(path))?;
    file.write_all(content.as_bytes()).map_err(io(path))
}

fn random_hex() -> String {
    let mut bytes = [0; 24];
    rand::rng().fill_bytes(&mut bytes);
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
