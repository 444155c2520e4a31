"""The wording of diagnostics about files of companies, HQ620 to HQ669; part of `messages`."""

from __future__ import annotations

from huiqi.base.message import Message
from huiqi.base.message import error as _error
from huiqi.base.message import warning as _warning

COMPANY_FILES: dict[str, Message] = {
    # 62x company files: opening them
    "HQ620": _error(
        "不是普通文件（而是目录或设备）",
        "this is no ordinary file but a directory or a device",
        "给出一个 CSV、XLSX 或 Parquet 文件",
        "name a CSV, XLSX or Parquet file",
    ),
    "HQ621": _error(
        "文件是空的",
        "the file is empty",
        "第一行写表头，以下每行一家企业；huiqi template 可生成空表",
        "put headers into the first row and a company into each row below; see huiqi template",
    ),
    "HQ622": _error(
        "文件既不是 UTF-8 也不是 GB18030（第 {offset} 个字节起无法解码）",
        "the file is neither UTF-8 nor GB18030 (undecodable from byte {offset})",
        "用表格软件打开，另存为“CSV UTF-8”",
        "open it in a spreadsheet program and save it as “CSV UTF-8”",
    ),
    "HQ623": _error(
        "这不是文本表格：含有大量空字节",
        "this is no text table: it is full of NUL bytes",
        "如果是不带标记的 UTF-16，请另存为 UTF-8",
        "if it is UTF-16 without its mark, save it as UTF-8",
    ),
    "HQ624": _error(
        "前 {searched} 行里没有找到表头",
        "no header row among the first {searched} rows",
        "写一行列名，如 企业名称、注册地址、行业；huiqi template 可生成空表",
        "name the columns, such as name, address, sector; see huiqi template",
    ),
    "HQ625": _error(
        "表有 {found} 列，应为 1 至 {limit} 列",
        "the table has {found} columns; 1 to {limit} can be read",
    ),
    "HQ626": _warning("只有表头，没有企业", "there is a header but no company"),
    "HQ627": _error(
        "这是{kind_zh}，不是表格",
        "this is {kind_en}, no table",
        "解压，或用表格软件打开后另存为 XLSX 或 CSV",
        "unpack it, or open it in a spreadsheet program and save it as XLSX or CSV",
    ),
    "HQ628": _error(
        "文件已损坏，或不是表格：{reason_zh}",
        "the file is damaged, or no table: {reason_en}",
        "用原来的程序打开，重新保存",
        "open it in the program it came from and save it again",
    ),
    "HQ629": _error(
        "没有叫“{sheet}”的工作表",
        "there is no sheet “{sheet}”",
        "有：{known}",
        "there are: {known}",
    ),
    "HQ630": _warning(
        "只读工作表“{sheet}”，没有读：{others}",
        "only the sheet “{sheet}” is read, not: {others}",
        "要读别的，用 --sheet 指定",
        "choose another one with --sheet",
    ),
    "HQ631": _error(
        "表格过大：{size}，上限 {limit}",
        "the spreadsheet is too large: {size}, the limit is {limit}",
        "删去远处的多余单元格，或另存为 CSV",
        "delete stray cells far out, or save it as CSV",
    ),
    "HQ632": _error(
        "列 `{column}` 的类型 {kind} 不能读作单元格",
        "the column `{column}` is {kind}, which is no cell",
        "去掉这一列，或转成文本",
        "drop the column or turn it into text",
    ),
    # 63x rows that are rejected
    "HQ633": _error(
        "只有 {found} 格，表头有 {expected} 列：哪一格缺了无从得知",
        "{found} cells for {expected} columns: which one is missing cannot be known",
        "补上缺少的分隔符",
        "add the missing separators",
    ),
    "HQ634": _error(
        "有 {found} 格，多于表头的 {expected} 列",
        "{found} cells, more than the {expected} columns",
        "含分隔符的内容要加引号",
        "quote cells that contain the separator",
    ),
    "HQ635": _error(
        "引号没有闭合，或闭合之后还有内容",
        "a quote is not closed, or text follows its closing",
        "单元格内的引号要写两遍",
        "write a quote inside a cell twice",
    ),
    "HQ636": _error("这一行超过 {limit} 字节", "the row is longer than {limit} bytes"),
    "HQ637": _error("这一行含有无法解码的字节", "the row holds bytes that cannot be decoded"),
    "HQ638": _error("这一行含有空字节", "the row holds a NUL byte"),
    "HQ639": _error("重复的表头，不是企业", "a repeated header, no company"),
    # 64x mapping columns to facts
    "HQ640": _warning(
        "列“{header}”与“{winner}”都指 `{target}`，只读后者",
        "the columns “{header}” and “{winner}” both tell `{target}`; only the latter is read",
        "要换一列，用 --map 指定",
        "choose the other one with --map",
    ),
    "HQ641": _warning(
        "列“{header}”的数字分不清是百分数还是小数，先不读",
        "whether the numbers of “{header}” are per cent or fractions is unclear; it is not read",
        "在 --map 的对照表里写明 unit：% 或 1",
        "state unit: % or unit: 1 in the file given to --map",
    ),
    "HQ642": _error("没有叫 `{target}` 的含义", "there is no target `{target}`"),
    "HQ643": _error("文件里没有叫“{header}”的列", "the file has no column “{header}”"),
    "HQ644": _error(
        "列“{header}”和“{first}”不能都指 `{target}`",
        "the columns “{header}” and “{first}” cannot both tell `{target}`",
        "其中一列写 ignore",
        "write ignore for one of them",
    ),
    "HQ645": _warning(
        "列“{header}”的单位是 {unit}，与 `{target}` 不符，先不读",
        "the unit of “{header}” is {unit}, which does not fit `{target}`; it is not read",
        "在 --map 的对照表里指定含义",
        "say what it means in the file given to --map",
    ),
    "HQ646": _error(
        "`{target}` 不能用单位 `{unit}`",
        "`{target}` cannot have the unit `{unit}`",
        "可用：{known}",
        "known: {known}",
    ),
    "HQ647": _warning(
        "“{header}”是 {year} 年的数，而判断日 {as_of} 要的是 {wanted} 年的，没有读",
        "“{header}” is of {year}, but judging on {as_of} asks for {wanted}; it is not read",
        "换成那一年的数，或用 --as-of 按当时判断；仍要用这个数，就在 --map 里指定",
        "bring the figures of that year, or judge as of then with --as-of; "
        "to use it all the same name it in the file given to --map",
    ),
    # 65x cells
    "HQ648": _warning(
        "没有用到这一列：“{header}”",
        "this column is not used: “{header}”",
        "列名可用事实的编号或名称（huiqi facts），或用 huiqi template 的列名",
        "name columns by fact id or label (huiqi facts), or as huiqi template does",
    ),
    "HQ649": _warning(
        "按“{header}”，有的企业“{text}”；这一列没有读，照存续的企业评",
        "by “{header}” companies are “{text}”; it is not read, and they are judged like others",
        "先把不再存续的企业从名单里删去，或不采用它们的结论",
        "take companies that are no more off the list first, or leave their verdicts aside",
    ),
    "HQ650": _error(
        "日期“{text}”没有写到日",
        "the date “{text}” does not name a day",
        "写成 2016-08-27",
        "write it like 2016-08-27",
    ),
    "HQ651": _error(
        "列表里有认不出的“{name}”，其余照读，没列出的按未知处理",
        "the list holds “{name}”, which is not known; what it does not list counts as unknown",
    ),
    "HQ652": _error(
        "单元格里的公式没有结果：{text}",
        "the formula in the cell has no result: {text}",
        "用表格软件打开，改正公式并保存，或写成数值",
        "open it in a spreadsheet program, mend the formula and save, or write the value",
    ),
    "HQ653": _error(
        "“{text}”是范围或约数，不是一个确定的数",
        "“{text}” is a range or a rough figure, no exact number",
        "写出确切的数",
        "write the exact figure",
    ),
    "HQ654": _error(
        "“{text}”与同一行的其他列不一致",
        "“{text}” does not agree with other columns of the row",
        "核对这一行",
        "check the row",
    ),
    "HQ655": _error(
        "统一社会信用代码“{text}”不对（18 位，末位为校验码）",
        "“{text}” is no unified social credit code (18 characters, the last a check digit)",
        "核对营业执照",
        "check it against the business licence",
    ),
    "HQ656": _error(
        "“{text}”说不清是否持有 `{name}`",
        "“{text}” does not say whether `{name}` is held",
        "写 是 或 否，或发证日期",
        "write yes or no, or the date of issue",
    ),
    # files given up as a whole, and rows that are no companies
    "HQ657": _error(
        "前 {rows} 行里有 {rejected} 行读不了，这不像一张企业表",
        "of the first {rows} rows {rejected} cannot be read: this is no table of companies",
        "用表格软件打开看看，另存为 XLSX 或 CSV",
        "open it in a spreadsheet program and save it as XLSX or CSV",
    ),
    "HQ658": _error("合计或附注，不是企业", "totals or a note, no company"),
    "HQ659": _error(
        "文件有密码保护",
        "the file is protected by a password",
        "去掉密码后另存",
        "save it without the password",
    ),
    # 66x companies given by a program
    "HQ660": _error(
        "NumPy 列分不清“没有值”和 NaN：{columns}",
        "NumPy columns cannot tell a missing value from NaN: {columns}",
        'df.convert_dtypes(dtype_backend="pyarrow")',
        'df.convert_dtypes(dtype_backend="pyarrow")',
    ),
    "HQ661": _error(
        "{kind} 不是企业：应为文件路径、企业列表或数据框",
        "{kind} is no companies: a path, a list of companies or a data frame is wanted",
        "一家企业也放进列表里：[company]；数据框可用 Polars、PyArrow、pandas、DuckDB、Spark",
        "put a single company into a list: [company]; frames may be of Polars, PyArrow, pandas, "
        "DuckDB or Spark",
    ),
    "HQ662": _error(
        "列名必须是互不相同的文字：{names}",
        "column names must be text, and each stand once: {names}",
        "改列名",
        "rename the columns",
    ),
    "HQ663": _warning(
        "没有一列说到任何事实，所有项目都待定",
        "no column tells a fact, so that every programme stays undetermined",
        "没有表头的先加一行表头；也可用 --map（库中用 mapping=）指定各列的含义",
        "give it a header if it has none, or say with --map (mapping= in Python) what columns tell",
    ),
    # Spark
    "HQ664": _error(
        "这一行的格数与表头不符，或引号没有闭合",
        "the row does not have as many cells as the header, or a quote is not closed",
        "补上分隔符；单元格内不要换行",
        "mend the separators; cells may not hold line breaks here",
    ),
    "HQ665": _error(
        "Spark 只读 CSV 或 Parquet 目录，一个目录一种：{found}",
        "Spark reads directories of CSV or of Parquet files, one kind at a time: {found}",
        "其他表格不用 --engine spark",
        "score other tables without --engine spark",
    ),
    "HQ666": _error(
        "每个 CSV 文件的第一行必须是同样的表头：{reason}",
        "every CSV file must begin with the same header: {reason}",
        "让各文件的列名和顺序一致，编码为 UTF-8",
        "give all files the same columns in the same order, as UTF-8",
    ),
    "HQ667": _error(
        "结果目录已经存在",
        "the directory for results is there already",
        "换一个名字，或先删去",
        "name another one or remove it",
    ),
    "HQ668": _error(
        "没有安装 Spark：{reason}",
        "Spark is not installed: {reason}",
        'pip install "huiqi[spark]"，并安装 Java 17',
        'pip install "huiqi[spark]", and install Java 17',
    ),
    "HQ669": _error(
        "Spark 出错：{reason}",
        "Spark failed: {reason}",
        "检查 --master、Java 17、各工作节点上的 huiqi 和目录的权限",
        "check --master, Java 17, that the workers have huiqi, and access to the directories",
    ),
}
