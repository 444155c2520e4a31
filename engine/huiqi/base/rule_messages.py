"""The wording of diagnostics about rule files, HQ1xx to HQ5xx; part of `messages`."""

from __future__ import annotations

from huiqi.base.message import Message
from huiqi.base.message import error as _error
from huiqi.base.message import warning as _warning

RULES: dict[str, Message] = {
    # 1xx reading
    "HQ101": _error(
        "无法读取文件：{reason_zh}",
        "the file cannot be read: {reason_en}",
        "检查路径和权限",
        "check the path and its permissions",
    ),
    "HQ102": _error(
        "文件不是 UTF-8 编码（第 {offset} 个字节起无法解码）",
        "the file is not UTF-8 (undecodable from byte {offset})",
        "另存为 UTF-8 后再试",
        "save it as UTF-8 and try again",
    ),
    "HQ103": _error(
        "文件过大：{size} 字节，上限 {limit} 字节",
        "the file is too large: {size} bytes, the limit is {limit}",
        "把内容拆成多个文件",
        "split it into several files",
    ),
    "HQ104": _error(
        "文件是空的", "the file is empty", "至少写一个字段", "write at least one field"
    ),
    "HQ105": _error(
        "YAML 语法有误：{problem_zh}",
        "YAML syntax: {problem_en}",
        "检查缩进、引号和冒号",
        "check indentation, quotes and colons",
    ),
    "HQ106": _error(
        "键 `{key}` 重复（首次出现在第 {line} 行）",
        "the key `{key}` stands twice (first on line {line})",
        "删去其中一个",
        "remove one of them",
    ),
    "HQ107": _error("嵌套超过 {limit} 层", "nested deeper than {limit} levels"),
    "HQ108": _error(
        "展开引用后内容超过 {limit} 项",
        "more than {limit} items once aliases are expanded",
        "不要用 YAML 锚点重复内容",
        "do not repeat content through YAML anchors",
    ),
    "HQ109": _error(
        "不允许使用 YAML 标签 `{tag}`",
        "the YAML tag `{tag}` is not allowed",
        "直接写值即可",
        "write the plain value",
    ),
    "HQ110": _error(
        "不允许使用合并键 `<<`",
        "the merge key `<<` is not allowed",
        "把字段逐一写出",
        "write the fields out",
    ),
    "HQ111": _error(
        "一个文件只能有一份 YAML 文档",
        "a file holds one YAML document only",
        "拆成多个文件",
        "split it into several files",
    ),
    "HQ112": _error(
        "代码 {text} 没有加引号",
        "the code {text} is not quoted",
        '写成 "{text}"，以免前导零等被误读',
        'write "{text}", so that leading zeros and the like cannot be misread',
    ),
    "HQ113": _error("目录不存在：{path}", "no such directory: {path}"),
    "HQ114": _error(
        "问题太多，只列出前 {limit} 个",
        "too many findings, only the first {limit} are listed",
        "先改正这些，再试一次",
        "mend these and try again",
    ),
    "HQ115": _error(
        "{path} 里没有规则文件",
        "{path} holds no rule files",
        "规则目录里是 rules/<文件编号>/<项目编号>.yaml 和 seeds/<文件编号>.yaml",
        "a folder of rules holds rules/<document>/<programme>.yaml and seeds/<document>.yaml",
    ),
    "HQ116": _warning(
        "没有读取 {file}：它不在规则库会读的位置",
        "{file} is not read: it lies where no rule file is looked for",
        "会读的是 rules/<文件编号>/<项目编号>.yaml、seeds/<文件编号>.yaml、"
        "rules/vocabulary/facts/*.yaml，以及 rules/vocabulary/ 下的 "
        "certifications、regions、sectors、zones、tiers.yaml",
        "read are rules/<document>/<programme>.yaml, seeds/<document>.yaml, "
        "rules/vocabulary/facts/*.yaml, and in rules/vocabulary/ certifications.yaml, "
        "regions.yaml, sectors.yaml, zones.yaml and tiers.yaml",
    ),
    # 12x decoding
    "HQ120": _error("这里应为{expected_zh}", "expected {expected_en} here"),
    "HQ121": _error(
        "未知的键 `{key}`", "unknown key `{key}`", "可用的键：{known}", "known keys: {known}"
    ),
    "HQ122": _error("缺少键 `{key}`", "the key `{key}` is missing"),
    "HQ123": _error(
        "无法理解的值 `{text}`",
        "the value `{text}` is not understood",
        "示例：500 · 500人 · 1500万元 · 5% · 2024-07-31 · 3年",
        "examples: 500 · 500人 · 1500万元 · 5% · 2024-07-31 · 3年",
    ),
    "HQ124": _error(
        "条件里要有且只有一个条件键，这里有 {count} 个：{keys}",
        "a criterion has exactly one criterion key, here are {count}: {keys}",
        "用 all 或 any 把多个条件组合起来",
        "combine criteria with all or any",
    ),
    "HQ125": _error(
        "`{id}` 已在 {first} 定义",
        "`{id}` is already defined at {first}",
        "改名，或删去其中一个",
        "rename or remove one of them",
    ),
    "HQ126": _error("`{id}` 应与文件名 {file} 一致", "`{id}` should match the file name {file}"),
    "HQ127": _error(
        "比较要有且只有一个运算（如 at_least）",
        "a comparison has exactly one operator (such as at_least)",
        "可用：at_least · at_most · more_than · less_than · equals",
        "use one of at_least · at_most · more_than · less_than · equals",
    ),
    "HQ128": _error("列表不能为空", "the list must not be empty"),
    "HQ129": _error(
        "{until} 早于 {start}", "{until} is before {start}", "检查起止日期", "check the two dates"
    ),
    "HQ130": _error(
        "一个比较里只能有一个运算，这里有 {keys}",
        "a comparison has one operator only, here are {keys}",
        "在 all 下写成两个条件，每个 `{fact}: {{…}}` 一个运算",
        "write two criteria under all, `{fact}: {{…}}` with one operator each",
    ),
    "HQ131": _error(
        "是或否的事实不用运算",
        "a fact that is yes or no takes no operator",
        "直接写 `{fact}: {value}`",
        "write `{fact}: {value}`",
    ),
    "HQ132": _error(
        "{operator} 只用于日期，`{text}` 不是一天",
        "{operator} takes a date, and `{text}` is no day",
        "写成一天，如 2024-07-31；比较时间长短或数量的，写 `{instead}: {text}`",
        "write a day such as 2024-07-31; for a length of time or an amount write "
        "`{instead}: {text}`",
    ),
    "HQ133": _error(
        "事实不能叫 `{name}`：条件或档案里这个词另有含义",
        "no fact can be called `{name}`: in criteria or profiles the word means something else",
        "换个编号",
        "choose another id",
    ),
    # 2xx names
    "HQ201": _error("事实 `{name}` 没有声明", "fact `{name}` is not declared"),
    "HQ202": _error("资质 `{name}` 没有声明", "certification `{name}` is not declared"),
    "HQ203": _error(
        "`{name}` 不是已声明的区域，也不是行政区划代码",
        "`{name}` is neither a declared region nor a division code",
    ),
    "HQ204": _error("园区 `{name}` 没有声明", "zone `{name}` is not declared"),
    "HQ205": _error(
        "`{name}` 不是已声明的行业组，也不是 GB/T 4754-2017 代码",
        "`{name}` is neither a declared sector group nor a GB/T 4754-2017 code",
    ),
    "HQ206": _error(
        "文件 {document} 的登记册里没有条款 `{locator}`",
        "the register of {document} has no clause `{locator}`",
    ),
    "HQ207": _error("文件 `{name}` 没有登记", "document `{name}` is not registered"),
    "HQ208": _error(
        "`{value}` 不是 `{fact}` 的取值",
        "`{value}` is not a value of `{fact}`",
        "可用：{known}",
        "known: {known}",
    ),
    "HQ209": _error(
        "战略性新兴产业分类里没有 `{name}`",
        "the classification of strategic emerging industries has no `{name}`",
    ),
    "HQ210": _error(
        "`{name}` 不是 GB/T 2260 行政区划代码",
        "`{name}` is no division code of GB/T 2260",
        '这里只能写加引号的代码，如 "350500"',
        'only a code in quotes may stand here, such as "350500"',
    ),
    "HQ211": _warning(
        "取代它的文件 `{name}` 没有登记",
        "document `{name}`, which took its place, is not registered",
    ),
    # 3xx types
    "HQ301": _error(
        "`{fact}` 的类型为“{type_zh}”，不能用 {operator}",
        "`{fact}` is {type_en}, {operator} does not fit it",
    ),
    "HQ302": _error(
        "`{fact}` 的类型为“{type_zh}”，`{text}` 的单位不符",
        "`{fact}` is {type_en}, the unit of `{text}` does not fit",
        "写成 {example} 这样",
        "write it like {example}",
    ),
    "HQ303": _error(
        "{facts} 不是同一类数量，不能相加或相除",
        "{facts} are not quantities of one kind and cannot be added or divided",
    ),
    "HQ304": _error(
        "资质 `{name}` 没有 `{tier}` 这一级",
        "certification `{name}` has no tier `{tier}`",
        "可用：{known}",
        "known: {known}",
    ),
    "HQ305": _error(
        "`{fact}` 是推导事实，推导结果不是“{type_zh}”",
        "`{fact}` is derived, but its derivation does not give {type_en}",
    ),
    "HQ306": _error(
        "分档必须从小到大，且最后一档不设上限", "bands must rise, the last without bound"
    ),
    "HQ307": _error(
        "`{fact}` 的类型为“{type_zh}”，`{value}` 不是其中之一",
        "`{fact}` is {type_en}, `{value}` is neither",
        "写 `{fact}: true` 或 `{fact}: false`",
        "write `{fact}: true` or `{fact}: false`",
    ),
    # 4xx cycles
    "HQ401": _error(
        "推导成环：{cycle}",
        "derivations form a cycle: {cycle}",
        "去掉其中一步的依赖",
        "break one of these dependencies",
    ),
    "HQ402": _error(
        "`{fact}` 的推导连同它用到的推导共 {found} 层条件，上限 {limit} 层",
        "`{fact}` takes {found} levels of conditions, with those of the facts it is derived from; "
        "the limit is {limit}",
        "合并其中几步推导",
        "derive some of them in one step",
    ),
    # 5xx lints
    "HQ501": _error(
        "按解释得出（basis: interpretive）须写一句理由 because",
        "an interpretive step needs its reason in `because`",
    ),
    "HQ502": _error(
        "项目 `{id}` 没有用例",
        "programme `{id}` has no cases",
        "写出符合、不符合、未知各一例",
        "write one case met, one failed, one unknown",
    ),
    "HQ503": _warning("事实 `{name}` 没有被任何规则使用", "fact `{name}` is used by no rule"),
    "HQ504": _error(
        "`{id}` 的两个版本适用期重叠：{first} 与 {second}",
        "two versions of `{id}` apply at the same time: {first} and {second}",
    ),
    "HQ505": _error(
        "`{id}` 引用的条款 {locator} 在登记册里没有登记为该项目的依据",
        "`{id}` cites clause {locator}, which the register does not list as encoding it",
    ),
    "HQ506": _warning(
        "登记册说条款 {locator} 对应 `{id}`，但规则库里没有这个项目",
        "the register says clause {locator} is encoded as `{id}`, which the rulebook lacks",
    ),
    "HQ508": _error(
        "`{name}` 不在发文机关辖区内（{jurisdiction}）",
        "`{name}` lies outside the issuer's jurisdiction ({jurisdiction})",
    ),
    "HQ509": _error(
        "数字 {figure} 在所引条款 {locator} 的摘要里没有出现",
        "the figure {figure} does not stand in the digest of the cited clause {locator}",
        "核对数字；如果不是原文的数字，写明 basis 和 because",
        "check the figure; if it is not the text's own, give basis and because",
    ),
    "HQ510": _error(
        "`{id}` 的条件互相矛盾，任何企业都不可能符合",
        "the conditions of `{id}` contradict each other: no company can meet them",
        "第 {lines_zh} 行的条件不能同时成立，改正其中之一",
        "what stands on line {lines_en} cannot hold together: mend one of them",
    ),
    "HQ511": _error(
        "`{id}` 的条件任何企业都符合，等于没有条件",
        "every company meets the conditions of `{id}`: it has none",
    ),
    "HQ512": _error(
        "`{id}` 的这一项从不起作用：其余条件已经决定了结果",
        "this part of `{id}` never decides anything: the others settle it",
        "删去它，或改正相邻的条件",
        "remove it, or mend the conditions beside it",
    ),
    "HQ513": _error(
        "金额 {figure} 在所引条款 {locator} 的摘要里没有出现",
        "the amount {figure} does not stand in the digest of the cited clause {locator}",
        "核对数字；原文没有写金额的，写 amount: not_stated",
        "check the figure; where the text states no amount write amount: not_stated",
    ),
    "HQ514": _error(
        "`{id}` 的这一档从不适用：前面的档或其余条件已经排除了它",
        "this band or rung of `{id}` is never reached: what comes before it or stands around it "
        "rules it out",
        "删去它，或改正前面的档和相邻的条件",
        "remove it, or mend what comes before it and beside it",
    ),
}
