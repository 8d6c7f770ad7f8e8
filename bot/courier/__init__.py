"""The courier: makes what channels show equal to what is wanted there, one platform and tenant at a time.

`Couriers` runs one `Courier` for each tenant of each platform, in threads of its own: one that is down never delays another.
A courier claims what the outbox has for it (`loop`), carries each act out once (`carrying`), and writes down what became of it, many acts
in one transaction. Whatever it dies with in its hands, the outbox gives out again when the lease is over.
"""

from bot.courier.couriers import Couriers
from bot.courier.loop import STEPS, Courier
from bot.courier.pace import LEASE, THREADS

__all__ = ["LEASE", "STEPS", "THREADS", "Courier", "Couriers"]
