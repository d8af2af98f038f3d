format-month-1 = janvier
format-month-2 = février
format-month-3 = mars
format-month-4 = avril
format-month-5 = mai
format-month-6 = juin
format-month-7 = juillet
format-month-8 = août
format-month-9 = septembre
format-month-10 = octobre
format-month-11 = novembre
format-month-12 = décembre
format-moment = { $day } à { $time }
format-byte = { $n } octets
format-kilobyte = { $n } ko
format-megabyte = { $n } Mo
format-years = { $n ->
    [one] 1 an
   *[other] { $n } ans
}
format-months = { $n } mois
format-weeks = { $n ->
    [one] 1 semaine
   *[other] { $n } semaines
}
format-days = { $n ->
    [one] 1 jour
   *[other] { $n } jours
}
format-business-days = { $n ->
    [one] 1 jour ouvré
   *[other] { $n } jours ouvrés
}
format-and = { " et " }
