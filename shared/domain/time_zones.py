"""Where a texter probably is, by area code: good enough to not wake them.

The table is the time zone data of the Apache-2.0 package `phonenumbers` 9.0.43 for country code 1, reduced to one
zone an area code. Of a code that spans two zones, the one where most of its people live: 850 is Chicago, 423 is
New York. Overlays younger than that data have the zone of the code they overlay. A mobile number tells where it was
bought, not where its owner is; nobody knows that better without asking them.
"""

from __future__ import annotations

import re
from datetime import timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

_NORTH_AMERICAN = re.compile(r"\+1([2-9][0-9]{2})[0-9]{7}")
#: The east of North America, without its summer time.
_LAST_RESORT = timezone(timedelta(hours=-5))

_AREA_CODES = {
    "America/New_York": (
        "201 202 203 207 212 215 216 220 223 227 229 231 234 239 240 248 252 260 267 269 272 276 283 301 302 304 "
        "305 313 315 317 321 324 326 329 330 332 336 339 347 351 352 363 380 386 401 404 407 410 412 413 419 423 "
        "434 436 440 443 445 463 465 470 472 475 478 484 502 508 513 516 517 518 540 551 561 567 570 571 574 582 "
        "585 586 603 606 607 609 610 614 616 617 624 631 640 645 646 656 667 678 679 680 681 686 689 703 704 706 "
        "716 717 718 724 727 728 729 732 734 740 743 754 757 762 765 770 771 772 774 781 786 802 803 804 810 812 "
        "813 814 821 826 828 835 838 839 843 845 848 854 856 857 859 860 862 863 864 865 878 904 906 908 910 912 "
        "914 917 919 929 930 934 937 941 943 947 948 954 959 973 978 980 984 989"
    ),
    "America/Chicago": (
        "205 210 214 217 218 219 224 225 228 235 251 254 256 262 270 274 281 308 309 312 314 316 318 319 320 325 "
        "327 331 334 337 346 353 361 364 402 405 409 414 417 430 432 447 448 457 464 469 471 479 483 501 504 507 "
        "512 515 531 534 539 557 563 572 573 580 601 605 608 612 615 618 620 621 629 630 636 641 651 659 660 662 "
        "682 701 708 712 713 715 726 730 731 737 763 769 773 779 785 806 815 816 817 830 832 847 850 861 870 872 "
        "901 903 913 918 920 924 931 936 938 940 945 952 956 972 975 979 985"
    ),
    "America/Los_Angeles": (
        "206 209 213 253 279 310 323 341 350 360 369 408 415 424 425 442 458 503 509 510 530 541 559 562 564 619 "
        "626 628 650 657 661 669 702 707 714 725 738 747 760 775 805 818 820 831 837 840 858 909 916 925 949 951 "
        "971"
    ),
    "America/Toronto": (
        "226 249 263 273 289 343 354 365 367 382 416 418 437 438 450 468 514 519 548 579 581 613 647 683 705 742 "
        "753 807 819 873 905 942"
    ),
    "America/Denver": "303 307 385 406 435 505 575 719 720 748 801 915 970 983",
    "America/Edmonton": "368 403 587 780 825 867",
    "America/Vancouver": "236 250 257 604 672 778",
    "America/Phoenix": "480 520 602 623 928",
    "America/Halifax": "428 506 782 902",
    "America/Winnipeg": "204 431 474 584",
    "America/Santo_Domingo": "809 829 849",
    "America/Boise": "208 986",
    "America/Jamaica": "658 876",
    "America/Puerto_Rico": "787 939",
    "America/Regina": "306 639",
    "America/St_Johns": "709 879",
    "America/Anchorage": "907",
    "America/Anguilla": "264",
    "America/Antigua": "268",
    "America/Barbados": "246",
    "America/Cayman": "345",
    "America/Dominica": "767",
    "America/Grand_Turk": "649",
    "America/Grenada": "473",
    "America/Lower_Princes": "721",
    "America/Montserrat": "664",
    "America/Nassau": "242",
    "America/Port_of_Spain": "868",
    "America/St_Kitts": "869",
    "America/St_Lucia": "758",
    "America/St_Thomas": "340",
    "America/St_Vincent": "784",
    "America/Tortola": "284",
    "Atlantic/Bermuda": "441",
    "Pacific/Guam": "671",
    "Pacific/Honolulu": "808",
    "Pacific/Pago_Pago": "684",
    "Pacific/Saipan": "670",
}
_ZONE_OF = {code: zone for zone, codes in _AREA_CODES.items() for code in codes.split()}


def time_zone_of(e164: str) -> str | None:
    """The IANA zone of a number of North America or the Caribbean, "+1" and ten digits; None for all others."""
    match = _NORTH_AMERICAN.fullmatch(e164)
    return _ZONE_OF.get(match[1]) if match else None


def first_known(*names: str | None) -> tzinfo:
    """The first of `names` that is a time zone here, else UTC−5: a misspelt setting or a machine without zone data
    must not keep a message from being sent."""
    for name in names:
        if not name:
            continue
        try:
            return ZoneInfo(name)
        # Not found, not a name, or a folder of the zone data.
        except (KeyError, ValueError, OSError):
            continue
    return _LAST_RESORT
