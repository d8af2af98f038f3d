format-month-1 = January
format-month-2 = February
format-month-3 = March
format-month-4 = April
format-month-5 = May
format-month-6 = June
format-month-7 = July
format-month-8 = August
format-month-9 = September
format-month-10 = October
format-month-11 = November
format-month-12 = December
format-moment = { $day } at { $time }
format-byte = { $n } bytes
format-kilobyte = { $n } kB
format-megabyte = { $n } MB
format-years = { $n ->
    [one] 1 year
   *[other] { $n } years
}
format-months = { $n ->
    [one] 1 month
   *[other] { $n } months
}
format-weeks = { $n ->
    [one] 1 week
   *[other] { $n } weeks
}
format-days = { $n ->
    [one] 1 day
   *[other] { $n } days
}
format-business-days = { $n ->
    [one] 1 business day
   *[other] { $n } business days
}
format-and = { " and " }
