"""What sentence-transformers itself makes of three texts, to check a compiled copy against.

Made with sentence-transformers 6.2.0, torch 2.13.0, fp32, from the weights whose SHA-256 is in
`weights.py`; `tests/ingest/test_embed.py` makes them again. A vector is base64 of 384 float16.
"""

import base64

import numpy as np
from numpy.typing import NDArray

_TEXTS = (
    "How much funding does the Hub have?",
    (
        "The partnership brings together local authorities, universities, businesses and "
        "communities to use evidence in decisions about places, skills and jobs."
    ),
    (
        "In 2023 the employment rate was 73.1% in Wales, against 75.8% in the United Kingdom as"
        " a whole (£3.6 million was spent in 2019-20). The rate rose in eleven of the twelve "
        "regions and nations between 2022 and 2023; it fell in Northern Ireland. These "
        "estimates come from a household survey and carry sampling error: differences between "
        "areas smaller than about one percentage point should not be read as real. Places with "
        "weak productivity also have poorer transport links, fewer graduates and worse health, "
        "which makes it hard to say which of them came first."
    ),
)
_VECTORS = (
    "Sy8HmlIYZCk6KvknL6wQKp6g+yiap1ob2Suiq7mrByuOK5OxIqLspVuoEKfvI0GsVC2jqxgo+CD0o1Qlep18ou0oXSUf"
    "JqUqBichJM2pJSgnK2iovCsGoQcim58QqEAoZJ91I7Ek+qoXJ/soJiU/KTmlSy60Hs0jkyvUrL+o5ahwJpioS6kvpOKm"
    "R6iYJLOpJqDKrvEpU5nLJQAv4S8vriie6CUSozCk/KryJt0eqypMngIsfadnoLedmp0IrzAtQKxAqdWr2Sp5mJ4qlykc"
    "rR+rZihMnngq9itJJ3gqSiJHpLCj2qZmodweZCJ7L3+lMypaIfwdsajRqMCs6q8AgESnhyfUpN4fmRt/pFelYCT3pw+j"
    "XSfOJYmfZKxypLavuaosLMSrxihhn+8TqKfTJrItIKoSKY4lmy41HGmkZS1sJXaqnqTcoGWqzqqeq6cmcR44Gpeptaq0"
    "qkcmRSYwpncnuxWqJZWpaK5uKuumq6q3k3ircymxJ7alTa1yJGMtVagwLH8r6SgCqIktM6JZqecmdiKQrOylqawtnMoh"
    "ozCDq3+k4Cl9JcQkgyZjpSUtKSywpKCo0qCfpdKfiIAAAP6pECwkGecl1iDkJxgs8R9iKdkosaHVI2QotClEIHuoXSn8"
    "rPUo2azQFkOtJSi9KscmJigfrWYn5amhKXecsKEVrdktYKkvK2QhWhPoqsClUSx7rT+pWDD1ISWsMaOCoJ0mGaxQJFyj"
    "uKOfITetHi5hLUYsGilVJNwhHCJPqb8uY6rnJHQsf6gFpl8mICqJKBwqCyWXqYcvNy/tpqklHCSbpdimvSvIpRcsNqiu"
    "JyatxqmIL/muXKMTnZykLqUAgOGiiCQwry6tySVRqzQqoi15n1MsEyrxGaKufSo3o3ypCKUxKTeqJKnrpUicg6mwqU6l"
    "2KDogOkxeKQcJE0ZESRHri2sbqcvIC6sPieSLQgqW5kMK2qgTqnPot0ojLIGrHsqBKvdFw4rn6lRqTAltqUJFCCmfapn"
    "qxGtXaxQLYIi",
    "dRtGEBCKXaM0JIMsS6uHq3Ul9xvvJ0UoEKunLR+loSi5H+WkxqZ4reWsGazJJPGkXplRm+QiHqoSKAerWSliKOAoN6hT"
    "GAQw8yskJN0mFpO8JOqsIST1rPyp/KYxK92mHKP5Jo6sjqnHJe+r06n0LJWhVqksrC2p+yhbJPWvriYJKfqm46yZK1em"
    "gq7SK9esXSiCoqQrxhy8oDYkti1gr0IjzSsdp3OigaIPICCqmKYEJZ+ozSCNrjypSqSdJt8r6qzLKTctmSisrLsaYKFB"
    "pxEcZ6xwqoenszCKLGgpPqfqrNct+iqsHIGroCiPIMCuMagDKnioP60pKUqsN6wAgGoo2SzKqZUoVCiGqMqsOhzjrGgo"
    "ByGbLd0tpBwepN0gx6nzLd6mQylEHFAotiQrKzSlFKxaIwYuBy7zlBIp7SbvpVGrOiufMF6sRa8dqOMquatlq1CsbCIc"
    "oIugjazyqRsrtii+Iw6on6fcqeOQ1y1vpzYnOClIqWop/CRTq4wnSSEhK9sppKQ+MAmt1qaiJ4cVViXRnlGlDrAiJQQr"
    "zi1upbyq0yr6kgArriP/Jt+ocyLHKV2p7yq/q4kqKCkAAK8HLqtwKckkhh+VmvilYLH0LMkoQq71qMUr36ZZpuSpGigK"
    "q2YoJSkQLb8fgKdDLTegFSJIp3SxzqTSpd6mBiU1q1+hkqzVJ5Em3qzQo5ymvyUMnSGorCIRp1iZ76NxKxOlzqs1LBcu"
    "Zqvzp3sm0CcQLc6hPahKJzUrnCnBqzcwKyy/J2EkgRGPJu6ekaBsp9Kj1qtXqVofLydDrMSmKyuIKGKuMy16KVYsECwX"
    "pGGmWifiHMCtOSEiIRuqLaYAgIEelaaGoPyckqvDqgOpKi72mLotBqlgl1CvHQuYLCakrStTJTGrrCTyIkkdtah2KnAm"
    "xyA8pmoutaVsIbAnip0QFsygWC28rTIrBigyLSGnoKlILMWlGixwor0pJKpOGSysPZhLqH6n3h7YqHofTSDMIKKsURvC"
    "pB0qmqRwLN2b",
    "di2TqYQo3ygMLH0RbavEqByueCHhqF2qhaMPLIMYaCFEqr+vV6Vare8P5C1kJnak6yzxq4YjERnfoqUqmpiqLICsJ6ZD"
    "I4mlOyYto6CcQyWnmlOqYqvAnAIm+ixJJXCeaa7oI8EoOB3gLYqs2iUXqK2oS6XPqCQmNyWCofOkXqrwLvaolCAiqxWw"
    "iCkTrU+vXKZLrHgmJa0GKG4ryyQgrIotuKtErFwpyKFtqn0oI6XEpZil7CWsIOgeni2BHggsEyeaJZkqFp8bqmQmxCMr"
    "JHqtSKdiKGkRnyKjGYmfcyRKq/yX2KKbq8EjA6A5KNctzCPdLemsCSl4plMo3awAAO8o5pxmojAqOaVQqzymICwSL26n"
    "8qA0qfseI6BkLNumLyYoKr6qMC7ZpTkfmp0fDQMjB6i/IA0nSywhmAgqOSayopqwBq5mpWyoTyo8JvYl5KzcoDkjq6Ye"
    "JwemVioXpGao/yipq12kL6xvqzsiQ6hzp+2hqSSpKNyoqCZzIiqufi3jl24vsSgwrNctBhm7KUOkr6E1Jows0BtnJW4j"
    "+SWIql0i75+7r+IwNqDcKqWplC0GmT8oQK9LJ8MdZR4AgBSQRDAUHF6XbqyCpE0wXZwWnQ4poKo1LAsuWSlep+qqxiP7"
    "qHQqHZ1qK2iplyUwK66l2CAHrcaq1J6Ur6Kov5jYnrmlhKu1qN2kjqa1JUedHSmBqaaq/SXwHXGm2qi9IvErtqi1MAAt"
    "VqkEJ04pipi4Jk+r4aWsGVmhTivPpL4qQBvIq7Ch/p3KL/4nDR9fKCWlA6oEqPIpuy4hGFIofyk3IO6ajinarbCs06uk"
    "KX2lDKkRogevow09qv2oiSoBgBMrMaJKpCepy59UqgIlATBCKFgsxqeLmGcq86kMKGIty6feKdkeFapzLVsthquNJoyn"
    "QSMMCRMsQa4sp2EiLq1BHWaiGyPcq7unFSRwImuoWCljrMuq1CiPpPmwaKyOKAmg06xyJ5ocTShVJqUoVRwzpMit77DD"
    "KvQsaKuOpjAr",
)


def reference() -> tuple[tuple[str, ...], NDArray[np.float32]]:
    """The texts and their vectors, (3, 384) float32, unit norm to within 0.001."""
    rows = [np.frombuffer(base64.b64decode(text), dtype="<f2") for text in _VECTORS]
    return _TEXTS, np.stack(rows).astype(np.float32)
