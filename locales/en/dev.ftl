# The mails that the demonstration keeps instead of sending.
dev-mails-title = E-mails of the demonstration
dev-mails-text = This site sends no e-mail. Here are those that would have left, the latest first.
dev-mails-subject = Subject
dev-mails-recipient = Recipient
dev-mails-kept = Date
dev-mails-empty = No e-mail for the moment
dev-mails-empty-text = Create an account or submit an application: the e-mails will appear here.
dev-mail-back = All e-mails
dev-mail-text = Text of the e-mail
