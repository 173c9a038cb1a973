"""Taking a policy out of the corpus, with all that was made from its text."""

from bot.staff.audit import note
from bot.storage.database import Database
from bot.storage.policies import HeldPolicy, list_held
from bot.storage.writing import remove_policy
from corpus.errors import InputError, NotFoundError


def find_removable(database: Database, policy_id: str) -> HeldPolicy:
    """The policy that would be removed.

    Raises:
        NotFoundError: It is not held.
        InputError: It comes with the project, whose texts are taken in again at every start.
    """
    with database.read() as connection:
        held = next((policy for policy in list_held(connection) if policy.id == policy_id), None)
    if held is None:
        raise NotFoundError("没有收录这份文件，请核对编号，用 policy-assistant policies 可以查看全部编号。")
    if held.is_bundled:
        raise InputError("这份文件是随项目提供的，每次启动都会收录，不能删除。")
    return held


def remove(database: Database, policy_id: str, actor: str) -> HeldPolicy:
    """Remove the policy with its passages and vectors, and write down who did it, in one transaction.

    An older version that it superseded stands again; corrections stay for when it comes back.

    Raises:
        NotFoundError: It is not held.
        InputError: As `find_removable`.
    """
    held = find_removable(database, policy_id)
    with database.write() as connection:
        if not remove_policy(connection, policy_id):
            raise NotFoundError("这份文件刚刚已被删除。")
        note(connection, actor, "policy.remove", f"policy:{policy_id}", held.title)
    return held
