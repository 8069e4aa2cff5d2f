"""A small catalogue for the tests of this room."""

from quanze.proof import ProofEntry

ENTRIES = (
    ProofEntry("kin", "cancelled", "亲属关系证明", "办理各类事项", "村（居）民委员会"),
    ProofEntry("clean", "retained", "无犯罪记录证明", "出国（境）、法定禁业就业", "公安派出所"),
    ProofEntry("home", "cancelled", "无房证明", "住房保障、购房补贴", "不动产登记机构"),
    ProofEntry("id", "cancelled", "身份证复印件", "教师资格认定", "申请人"),
    ProofEntry("lost", "issuer_bound", "证件遗失证明", "", "社区居民委员会、村民委员会"),
    ProofEntry("income", "cancelled", "收入证明", "公共租赁住房资格审核", "用人单位"),
    ProofEntry("income_kept", "retained", "收入证明", "法律援助、社会救助", "用人单位"),
    ProofEntry("dead", "retained", "非正常死亡证明", "殡葬、户口注销", "公安派出所"),
)
