"""Colleagues who write to each other, over AWS in memory."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from pydantic import BaseModel

from functions.jobs.staff_words import StaffRetention
from functions.messages.announcing import Announcing
from functions.messages.talking import Talking
from shared.contracts import messages_api as wire
from shared.runtime.http import Request
from shared.store.announcements import Announcements
from shared.store.audit import Audit
from shared.store.directory import Directory
from shared.store.files import Files
from shared.store.models import UserItem
from shared.store.staff_aging import StaffAging
from shared.store.staff_threads import StaffThreads
from shared.store.vault import Vault
from tests.unit import aws
from tests.unit.world import World


class Colleagues:
    """`res_1`, `res_2` (both of `pro_1`), `sup_1`, `adm_1`, `out_1` of one affiliate; `res_9`, `adm_9` of another."""

    def __init__(self, world: World) -> None:
        self.world = world
        world.hire("out_1", role="outreach", programs=())
        world.hire("sup_2", role="supervisor", programs=("pro_2",))
        world.hire("adm_9", role="admin", affiliate="aff_2", programs=())
        self.files = Files(world.database, world.clock)
        self.talking = self.new_talking()
        self.announcing = self.new_announcing()

    def new_vault(self) -> Vault:
        """An environment of its own: nothing cached."""
        return Vault(self.world.database, self.world.kms, self.world.clock)

    def new_threads(self) -> StaffThreads:
        return StaffThreads(self.world.database, self.new_vault(), self.world.clock, self.world.ids)

    def new_talking(self) -> Talking:
        return Talking(self.new_threads(), self.world.claims, self.files)

    def new_announcing(self) -> Announcing:
        world = self.world
        store = Announcements(world.database, self.new_vault(), world.clock, world.ids)
        return Announcing(store, world.claims, self.files, Audit(world.clock, world.ids))

    def request(
        self,
        user: str,
        *,
        body: BaseModel | None = None,
        key: str | None = None,
        affiliate: str = "aff_1",
        query: dict[str, str] | None = None,
        **path: str,
    ) -> Request:
        headers = {"idempotency-key": key} if key is not None else {}
        principal = self.world.principal(user, affiliate)
        return Request("req-1", path, query or {}, headers, "192.0.2.7", body, principal)

    # --- between two ----------------------------------------------------------------------------

    def writes(
        self, sender: str, receiver: str, content: str = "are you on tonight?", **more: Any
    ) -> wire.DirectMessage:
        files = more.pop("files", [])
        body = wire.DirectMessageRequest(content=content, files=files)
        return self.talking.send(self.request(sender, body=body, peerId=receiver, **more))

    def thread(self, user: str, peer: str, affiliate: str = "aff_1", **query: str) -> wire.DirectMessages:
        return self.talking.messages(self.request(user, peerId=peer, affiliate=affiliate, query=query))

    def words(self, user: str, peer: str) -> list[str]:
        return [one.content for one in self.thread(user, peer).items]

    def reads(self, user: str, peer: str, seq: int | None = None) -> wire.ThreadRead:
        return self.talking.read(self.request(user, peerId=peer, body=wire.ThreadReadRequest(seq=seq)))

    def threads(self, user: str, affiliate: str = "aff_1", **query: str) -> wire.ThreadList:
        return self.talking.threads(self.request(user, affiliate=affiliate, query=query))

    def unread(self, user: str, peer: str) -> int:
        return self.thread(user, peer).unread

    # --- to all ---------------------------------------------------------------------------------

    def announces(
        self, user: str, content: str = "The line closes at six", program: str | None = None, **more: Any
    ) -> wire.Announcement:
        body = wire.AnnouncementRequest(content=content, program_id=program, files=more.pop("files", []))
        return self.announcing.announce(self.request(user, body=body, **more))

    def announced(self, user: str, affiliate: str = "aff_1", **query: str) -> wire.AnnouncementList:
        return self.announcing.announcements(self.request(user, affiliate=affiliate, query=query))

    def hears(self, user: str, affiliate: str = "aff_1") -> list[str]:
        return [one.content for one in self.announced(user, affiliate).items]

    def withdraws(self, user: str, announcement: str, affiliate: str = "aff_1") -> None:
        self.announcing.withdraw(self.request(user, id=announcement, affiliate=affiliate))

    # --- what happens to them -------------------------------------------------------------------

    def deactivate(self, user: str, affiliate: str = "aff_1") -> None:
        UserItem(f"A#{affiliate}", f"U#{user}").update(actions=[UserItem.active.set(False)])
        self.world.tenants.touch(affiliate)

    def retention_runs(self) -> None:
        world = self.world
        store = Announcements(world.database, self.new_vault(), world.clock, world.ids)
        aging = StaffAging(world.database, self.new_vault())
        StaffRetention(Directory(world.database), aging, store, world.clock).run()

    def later(self, **by: float) -> None:
        self.world.clock.go_on(**by)

    def until_the_month_begins(self) -> None:
        """Go on to noon of the fifth of next month, so that no test begins at a month's edge."""
        now = self.world.clock.now()
        first = (now.replace(day=1, hour=12, minute=0, second=0) + timedelta(days=32)).replace(day=5)
        self.later(seconds=(first - now).total_seconds())


def stored(prefix: str = "M#") -> list[dict[str, Any]]:
    """Raw items of the table whose sort key begins so: messages and announcements."""
    return [row for row in aws.rows("conversations") if row["sk"]["S"].startswith(prefix)]


def keys(prefix: str) -> list[str]:
    """Owners in the vault whose name begins so."""
    return sorted(row["pk"]["S"][2:] for row in aws.rows("vault") if row["pk"]["S"].startswith(f"K#{prefix}"))
