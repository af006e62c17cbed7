"""The directory: what an affiliate configures. Everything an admin does without a deploy."""

from __future__ import annotations

from shared.contracts.route import EVERYBODY, PAGE, Route
from shared.contracts.route_models import Models
from shared.domain.roles import ADMIN, PLATFORM_ADMIN, SUPERVISOR

directory_api, tenancy_api = Models("directory_api"), Models("tenancy_api")

#: Who configures an affiliate. A platform admin names it: `?affiliateId=`.
ADMINS = (ADMIN, PLATFORM_ADMIN)
WATCHERS = (SUPERVISOR, *ADMINS)


def resource(
    models: Models, path: str, one: str, many: str, says: str, readers: tuple[str, ...] = EVERYBODY, *query: str
) -> tuple[Route, ...]:
    """The five routes of a kind of resource: list, create, read, change, deactivate."""
    spec, edit = getattr(models, f"{one}Spec"), getattr(models, f"{one}Edit")
    shown, listed = getattr(models, one), getattr(models, f"{one}List")
    asked = ("affiliateId", "active", *query, *PAGE)
    own, many_errors = ("affiliateId",), (400, 401, 403, 404)
    # fmt: off
    return (
        Route("GET", path, "directory", f"list{many}", says, readers, response=listed, query=asked,
              errors=many_errors),
        Route("POST", path, "directory", f"create{one}", f"{says}: a new one", ADMINS, spec, shown, status=201,
              query=own, errors=(*many_errors, 422)),
        Route("GET", f"{path}/{{id}}", "directory", f"get{one}", f"{says}: one of them", readers, response=shown,
              query=own, errors=(401, 403, 404)),
        Route("PUT", f"{path}/{{id}}", "directory", f"update{one}", f"{says}: change the given fields", ADMINS, edit,
              shown, query=own, errors=(*many_errors, 412, 422)),
        Route("DELETE", f"{path}/{{id}}", "directory", f"deactivate{one}", f"{says}: take one out of use", ADMINS,
              response=shown, query=own, errors=(401, 403, 404, 412, 422)),
    )
    # fmt: on


# fmt: off
ROWS: tuple[Route, ...] = (
    *resource(directory_api, "/api/programs", "Program", "Programs", "Programs"),
    *(
        row
        for row in resource(tenancy_api, "/api/affiliates", "Affiliate", "Affiliates", "Affiliates")
        if row.operation not in ("createAffiliate", "deactivateAffiliate")
    ),
    Route("POST", "/api/affiliates", "directory", "createAffiliate", "Found an affiliate, with keys of its own",
          (PLATFORM_ADMIN,), tenancy_api.AffiliateSpec, tenancy_api.Affiliate, status=201,
          errors=(400, 401, 403, 422)),
    Route("DELETE", "/api/affiliates/{id}", "directory", "deactivateAffiliate", "Take an affiliate out of use",
          (PLATFORM_ADMIN,), response=tenancy_api.Affiliate, errors=(401, 403, 404, 412, 422)),
    *resource(tenancy_api, "/api/users", "Member", "Members", "Who works for the affiliate"),
    Route("POST", "/api/users/{id}/invite", "directory", "inviteMember", "Mail somebody an invitation again", ADMINS,
          response=tenancy_api.Member, status=202, query=("affiliateId",), errors=(401, 403, 404, 422, 503)),
    *resource(tenancy_api, "/api/admin/lines", "Line", "Lines", "By which texters reach a program", WATCHERS,
              "program"),
    *resource(tenancy_api, "/api/admin/provider-accounts", "ProviderAccount", "ProviderAccounts",
              "Accounts at providers", ADMINS),
    Route("PUT", "/api/admin/provider-accounts/{id}/credentials", "directory", "setProviderCredentials",
          "Set an account's credentials; nobody is ever shown them", ADMINS, tenancy_api.Credentials,
          tenancy_api.ProviderAccount, query=("affiliateId",), errors=(400, 401, 403, 404, 422, 503)),
    *resource(directory_api, "/api/keywords", "Keyword", "Keywords", "Words that open a program", EVERYBODY, "program"),
)
# fmt: on
