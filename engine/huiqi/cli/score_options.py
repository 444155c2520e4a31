"""The options of `huiqi score`."""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from typing import Annotated, Optional

import typer

from huiqi.cli import complete
from huiqi.cli.options import say, separated


class ScoreEngine(str, Enum):
    """What does the work."""

    local = "local"
    spark = "spark"


CompaniesArgument = Annotated[
    Path,
    typer.Argument(
        metavar="COMPANIES",
        readable=False,
        help=say(
            "企业名单：CSV、XLSX、XLS、ODS、Parquet", "companies: CSV, XLSX, XLS, ODS, Parquet"
        ),
    ),
]
OutOption = Annotated[
    Optional[Path],  # noqa: UP045
    typer.Option(
        "-o",
        "--out",
        metavar="OUT",
        readable=False,
        help=say(
            "结果文件：.csv .tsv .xlsx .parquet .jsonl",
            "results: .csv .tsv .xlsx .parquet .jsonl",
        ),
    ),
]
DetailsOption = Annotated[
    Optional[Path],  # noqa: UP045
    typer.Option(
        "--details",
        metavar="FILE",
        readable=False,
        help=say(
            "明细长表：每家企业、每个项目一行，含理由",
            "long table with reasons: a row for each company and programme",
        ),
    ),
]
RejectsOption = Annotated[
    Optional[Path],  # noqa: UP045
    typer.Option(
        "--rejects",
        metavar="FILE",
        readable=False,
        help=say(
            "退回的行和看不懂的单元格，默认写在结果旁边",
            "rows and cells that could not be used (default: beside the results)",
        ),
    ),
]
MapOption = Annotated[
    Optional[Path],  # noqa: UP045
    typer.Option(
        "--map",
        metavar="MAP",
        readable=False,
        help=say("按这份对照表读各列", "read the columns as this mapping file says"),
    ),
]
WriteMapOption = Annotated[
    Optional[Path],  # noqa: UP045
    typer.Option(
        "--write-map",
        metavar="MAP",
        readable=False,
        help=say(
            "写出对照表供修改；不带 -o 时只做这一步",
            "write the mapping to edit; without -o that is all that is done",
        ),
    ),
]
SheetOption = Annotated[
    Optional[str],  # noqa: UP045
    typer.Option("--sheet", metavar="NAME", help=say("工作表名称", "the sheet to read")),
]
ProgrammesOption = Annotated[
    Optional[list[str]],  # noqa: UP045
    typer.Option(
        "--programmes",
        metavar="ID",
        callback=separated,
        help=say("只评这些项目，可重复或用逗号隔开", "only these programmes; repeatable, or a,b"),
        autocompletion=complete.programmes,
    ),
]
DocumentsOption = Annotated[
    Optional[list[str]],  # noqa: UP045
    typer.Option(
        "--documents",
        metavar="ID",
        callback=separated,
        help=say(
            "只评这些文件的项目，可重复或用逗号隔开",
            "only programmes of these documents; repeatable, or a,b",
        ),
        autocompletion=complete.documents,
    ),
]
VerdictsOption = Annotated[
    Optional[bool],  # noqa: UP045
    typer.Option(
        "--verdicts/--no-verdicts",
        help=say(
            "每个项目一列结论：真、假、空为待定（Parquet 和 JSONL 默认如此）",
            "a column of true, false or empty for each programme "
            "(the default for Parquet and JSONL)",
        ),
    ),
]
ListsOption = Annotated[
    Optional[bool],  # noqa: UP045
    typer.Option(
        "--lists/--no-lists",
        help=say(
            "列出符合的项目、待定的项目及所缺信息（CSV、TSV 和 XLSX 默认如此）",
            "lists of programmes that apply or are open, with what is missing "
            "(the default for CSV, TSV and XLSX)",
        ),
    ),
]
NamesOption = Annotated[
    Optional[bool],  # noqa: UP045
    typer.Option(
        "--names/--ids",
        help=say(
            "列表里用名称还是编号（CSV、TSV 和 XLSX 默认用名称）",
            "programmes and facts in lists by name or by id "
            "(by name is the default for CSV, TSV and XLSX)",
        ),
    ),
]
LimitOption = Annotated[
    Optional[int],  # noqa: UP045
    typer.Option(
        "--limit", min=1, metavar="N", help=say("只评前 N 家", "only the first N companies")
    ),
]
SampleOption = Annotated[
    Optional[int],  # noqa: UP045
    typer.Option(
        "--sample",
        min=1,
        metavar="N",
        help=say("随机抽评 N 家", "N companies drawn at random, always the same"),
    ),
]
StrictOption = Annotated[
    bool,
    typer.Option(
        "--strict",
        help=say(
            "有退回的行或看不懂的单元格时以 1 退出",
            "exit with 1 when a row was rejected or a cell was not understood",
        ),
    ),
]
EngineOption = Annotated[
    ScoreEngine,
    typer.Option(
        "--engine",
        help=say(
            "spark：目录进、Parquet 目录出，见 --master",
            "spark: directories in, Parquet directories out; see --master",
        ),
    ),
]
MasterOption = Annotated[
    str,
    typer.Option("--master", metavar="URL", help=say("Spark 集群", "the Spark cluster")),
]
