// A real SMTP server: each message that it accepts is a file of the folder, named in the order of arrival.
import { createWriteStream, renameSync } from 'node:fs';
import { join } from 'node:path';
import { SMTPServer } from 'smtp-server';

const [folder, port] = process.argv.slice(2);
let count = 0;

const server = new SMTPServer({
  authOptional: true,
  // A test certificate of the package's own: offered, so that "TLS when offered" is exercised.
  disabledCommands: ['AUTH'],
  onData(stream, session, done) {
    const name = join(folder, String(count++).padStart(6, '0'));
    const file = createWriteStream(`${name}.part`);
    stream.pipe(file);
    file.on('finish', () => {
      renameSync(`${name}.part`, `${name}.eml`);
      done();
    });
  },
});

server.listen(Number(port), '127.0.0.1', () => console.log('listening'));
