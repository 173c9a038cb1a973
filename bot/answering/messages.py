"""The fixed words of the assistant. None states anything of a policy's content."""

NOT_COVERED = "现有文件里没有这方面的规定，我不能凭空回答。请拨打12333咨询，或换个说法再问。"
NOT_COVERED_SUBJECT = "现有文件没有涉及{subject}，我不能凭空回答。请拨打12333咨询{subject}的政策。"
OTHER_REGION = "我这里只收录了{held}的文件，没有{place}的政策，不能拿来套用。请拨打{place}当地的12333咨询。"
UNMOVED = "我只按政策原文回答，不能按指定的说法作答。文件规定的是："
OFF_TOPIC = "我只回答政策问题，这个帮不上忙。您可以问技能培训、学徒补贴、技能等级、工资待遇等政策内容。"
UNUSABLE = "我没看懂这句话。请用一句话说明想问的政策内容，例如“学徒培训补贴多少钱”。"
NO_SUCH_CLAUSE = "《{title}》没有这一条。正文各条是：{headings}。"
NOT_HELD = "我这里没有收录您说的这份文件，不能凭空回答。已收录的文件请看“政策列表”，其他文件请拨打12333咨询。"
NOT_IN_NAMED = "《{title}》里没有找到能回答这个问题的条文。请换个说法再问，或拨打12333咨询。"
NO_SUCH_ARTICLE = "《{title}》没有这一条（款、项）。正文从{first}到{last}。"
SEVERAL = "有几份文件规定了这件事，分别是："
SIDE_BY_SIDE = "有几份文件都规定了这件事，请分别看各自的原文；说法不一致的，请拨打12333核实适用哪一份。"
SUPERSEDED = "《{title}》{since}已有新版本，这里引用的是旧版本。"
REPLACED = "《{title}》{since}已由《{by}》代替或者废止，这里引用的是它原来的规定。"
NOT_BEGUN = "《{title}》自{begins}起施行，{day}还没有生效。"
ENDED = "《{title}》有效期到{ends}，{day}已经失效。"
NOTHING_IN_FORCE = "{day}有效的文件里没有这方面的规定。"
SAID_OUT_OF_FORCE = "只有《{title}》写到这件事，它{day}还没有施行或者已经失效，只供参考。它的规定是："
NO_DATES = "《{title}》没有写明施行日期，是否适用于您问的时间，请拨打12333核实。"
CHANGED_WITHIN = "《{title}》在您问的时间里换过版本，这里引用的是自{since}起施行的版本。"
ON_THAT_DAY = "在您问的时间"
TODAY = "现在"
SILENT = "文件没有写明{what}。"
SILENT_FACTS = "这份文件没有提到“{words}”。"
SILENT_AT_ALL = "文件没有直接回答这个问题。"
RELATED = "与此有关的规定是："
DECIDES = "具体以{office}等主管部门的规定为准，可拨打12333核实。"
DECIDES_UNNAMED = "具体以主管部门的规定为准，可拨打12333核实。"
NOT_STATED = "文件未标注{what}，我不能替它补上。"
NO_TERM = "原文没有写明有效期；收录的文件里没有废止它或者替代它的。"
NOT_SO = "不是。文件规定的是："
TOO_SHORT = "您说的时间不到文件要求的长度。文件规定的是："
TO_CALCULATE = "还需要您补充："
READ_AGAIN = "我的理解：{understood}"
GENERATED = "【AI生成 · {model}】"
NOTICE_AUDIENCE = {
    "worker": "以上为文件原文的规定，个人是否符合请向所在单位或12333核实。",
    "enterprise": "申报前请向当地人社部门核实办理要求。",
    "hotline": "答复来电人时请一并告知所依据的条款。",
}
DEFAULT_SUGGESTIONS = {
    "worker": ("技师能评什么职称", "什么情况可以破格晋升技能等级", "哪些人可以当学徒"),
    "enterprise": ("学徒培训补贴多少钱", "职工教育经费多少要用于一线", "我们招了25个学徒能拿多少"),
    "hotline": ("第四条原文", "文件是哪些单位联合发的", "学徒补贴从什么时候开始算"),
    None: ("学徒培训补贴多少钱", "技师能评什么职称", "第四条原文"),
}
