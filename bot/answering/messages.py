"""The fixed words of the assistant. None states anything of a policy's content."""

NOT_COVERED = "现有文件里没有这方面的规定，我不能凭空回答。请拨打12333咨询，或换个说法再问。"
NOT_COVERED_SUBJECT = "现有文件没有涉及{subject}，我不能凭空回答。请拨打12333咨询{subject}的政策。"
OTHER_REGION = "我这里只收录了{held}的文件，没有{place}的政策，不能拿来套用。请拨打{place}当地的12333咨询。"
OFF_TOPIC = "我只回答政策问题，这个帮不上忙。您可以问技能培训、学徒补贴、技能等级、工资待遇等政策内容。"
UNUSABLE = "我没看懂这句话。请用一句话说明想问的政策内容，例如“学徒培训补贴多少钱”。"
NO_SUCH_CLAUSE = "《{title}》没有这一条。正文各条是：{headings}。"
SILENT = "文件没有写明{what}。"
SILENT_FACTS = "这份文件没有提到“{words}”。"
RELATED = "与此有关的规定是："
DECIDES = "具体以{office}等主管部门的规定为准，可拨打12333核实。"
DECIDES_UNNAMED = "具体以主管部门的规定为准，可拨打12333核实。"
NOT_STATED = "文件未标注{what}，我不能替它补上。"
NOT_SO = "不是。文件规定的是："
TO_CALCULATE = "还需要您补充："
PART_LABEL = "关于“{part}”："
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
