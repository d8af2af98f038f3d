# The thread between an applicant and the administration.
messages-title = Messages
messages-none = No message yet.
messages-write = Your message
messages-write-service = The service will read it with your dossier. An e-mail will tell you when it answers.
messages-write-applicant = The applicant will be told by e-mail. Your name is not shown to them: they see the service’s.
messages-send = Send the message
messages-sent = Your message has been sent.
messages-error-message-empty = Write your message
messages-error-message-too-long = Your message is too long: 10,000 characters at most
messages-unsent = You wrote this on { $at }, after your session had ended. It has not been sent: read it again, then send it.
messages-unsent-kept = You wrote this on { $at }, after your session had ended. It is not saved: continue to keep it.
messages-unsent-closed = You wrote this on { $at }, after your session had ended. It has not been sent, and can no longer be here: keep a copy if you need it.
messages-unsent-forget = Delete this text
messages-unsent-forgotten = The text has been deleted.
