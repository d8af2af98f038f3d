# Opinions of those who have no account: the page of their link, and what an instructor does about it.

## The page of a link
opinions-asked-by = Asked by { $service }
opinions-no-account = This link was sent to { $email }: you answer without an account, in its name. It is for you, do not pass it on. It works until { $until } at the latest, as long as the answer is awaited.
opinions-procedure = Procedure
opinions-number = Dossier
opinions-item = About
opinions-due = To be given by the end of
opinions-silence = Without an answer by then
opinions-shown = What the team shows you
opinions-shown-text = These answers and files are the applicant’s. The rest of the dossier is not open to you.
opinions-yours = Your answer
opinions-motivation = Reasons or remarks
opinions-once = Once it is sent, your answer can’t be changed.
opinions-send = Send the answer
opinions-keep = Save for later
opinions-kept = It is saved, and not sent yet. Come back by the same link.
opinions-sent = Answer sent
opinions-sent-text = Your answer was sent on { $at }, from the link of { $email }.
opinions-gone = This link opens nothing
opinions-gone-text = The address may be incomplete. Or no answer is awaited by this link any more: it was given, the time is over, the dossier has moved on or the link was taken back.
opinions-gone-next = Check that you opened the last e-mail that you received, with the whole address. Otherwise, write to the team that asked you.
opinions-error-conflict = The dossier changed while you were writing. Read the page again, then try again.
opinions-error-outcome = Choose your conclusion.
opinions-error-motivation-required = Write the reasons: the law requires that this decision be explained.
opinions-error-exclude = Another answer, given from the same address, keeps you from giving this one.

## What an instructor sees and does
opinions-nobody = No address is known: nobody was asked. Say whom to send it to.
opinions-address-since = Awaited from { $email }, without an account, since { $at }.
opinions-address-last = Last sent on { $at }.
opinions-address-by = Sent by { $name }.
opinions-address-expired = The link is too old: send it again.
opinions-address-revoked = { $email }: link taken back on { $at } by { $name }.
opinions-address-asked = Asked of { $email } on { $at }.
opinions-resend = Send again
opinions-resend-to = Send the link again to { $email }
opinions-resent = A new link has left. The former one still works.
opinions-revoke = Take the link back
opinions-revoke-of = Take back the link of { $email }
opinions-revoked = The link opens nothing any more.
opinions-correct = Correct the address
opinions-corrected = A link has left for the new address. If there was one before, its own opens nothing any more.
opinions-address = E-mail address to ask
opinions-address-hint = It will get a personal link, which shows only what the circuit provides for.
opinions-address-send = Send to this address
opinions-error-address = This e-mail address is not valid: nothing was sent.
opinions-error-over = This answer is not awaited any more: nothing has changed.
