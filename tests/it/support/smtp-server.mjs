// A real SMTP server: each message that it accepts is a file of the folder, named in the order of arrival.
import { createWriteStream, readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { SMTPServer } from 'smtp-server';

const [folder, port] = process.argv.slice(2);
// After a stop the numbers go on: no mail takes the place of another.
let count = readdirSync(folder).length;

const server = new SMTPServer({
  authOptional: true,
  // The package's own certificate is nobody's: TLS is not offered.
  disabledCommands: ['AUTH', 'STARTTLS'],
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

// It ends with the run that started it, however that ends.
process.stdin.on('end', () => process.exit()).resume();

// A visitor that breaks off is no concern; an address that is taken is.
server.on('error', (error) => error.syscall === 'listen' && process.exit(1));
server.listen(Number(port), '127.0.0.1', () => console.log('listening'));
