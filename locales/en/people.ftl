# People at work: who is away, who acts for whom, who holds which role, who does what.

## Absences, and who acts for whom
people-absences = Absences and delegations
people-absences-text = While you are away, no task is handed to you. A colleague may act for you: each trace then bears both your names.
people-absences-link = Note an absence, or hand your work to a colleague
people-absence = I will be away
people-absence-from = From
people-absence-until = Until (included)
people-absence-note = Note this absence
people-absence-noted = Your absence is noted.
people-absence-end = I am here
people-absence-end-label = End the absence: { $days }
people-absence-ended = This absence has ended.
people-period = From { $from } to { $until }
people-delegations = Who acts for me
people-delegations-text = They have your rights, beside their own, for what you hand them and on those days only. They can’t hand them to anybody else. Both of you are told by e-mail.
people-delegations-alone = You have no colleague on a procedure: there is nothing to hand over.
people-delegation-giver = For
people-delegation-delegate = Who acts
people-delegation-delegate-hint = Somebody who works on one of your procedures.
people-delegation-scope = For which work
people-delegation-from-hint = Today at the earliest, and for a year at most.
people-delegation-give = Hand this work over
people-delegation-noted = Done. Both of you are told by e-mail.
people-delegation-current = Now
people-delegation-coming = To come
people-delegation-end = Take back
people-delegation-end-label = Take back what { $who } was handed: { $scope }
people-delegation-noted-end = The delegation has ended. Both of you are told by e-mail.
people-received = Whom I act for
people-received-text = When you handle their cases, you choose whom you act for.
people-received-for = For { $who }
people-received-end = End it
people-received-end-label = No longer act for { $who }: { $scope }
people-scope-all = All procedures, all roles
people-scope-role = { $procedure } – { $role }
people-for = { $name }, for { $absent }

## What is wrong with them
people-error-date = Write a date that exists.
people-error-absence-past = The first day can’t be before today.
people-error-absence-order = The last day can’t be before the first.
people-error-absence-long = The last day must be within a year.
people-error-absence-many = You have noted many absences already: remove some first.
people-error-delegate-unknown = Choose a colleague.
people-error-scope-unknown = Choose the work that you hand over.
people-error-delegation-many = You have handed over many things already: take some back first.
