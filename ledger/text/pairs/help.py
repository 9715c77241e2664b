"""What `--help` says of each command, argument and option."""

from collections.abc import Mapping
from typing import Final

from ledger.text.labels import Pair

HELP: Final[Mapping[str, Pair]] = {
    "walletsim": Pair(
        "医保钱包转账与家庭共济模拟：回放、验证、解释。不动真钱。",
        "Replay and question transfers of the medical-insurance wallet (医保钱包). "
        "It moves no real money.",
    ),
    "arguments": Pair("参数", "Arguments"),
    "options": Pair("选项", "Options"),
    "commands": Pair("命令", "Commands"),
    "help": Pair("显示本帮助。", "Show this message and exit."),
    "version": Pair("显示版本。", "Print the version."),
    # Of many commands.
    "format": Pair("输出格式。", "How to write it."),
    "lang": Pair("输出语言；不写则依环境。", "Language of what is said; none: the environment's."),
    "no_color": Pair("不用粗体和颜色。", "No bold or colour."),
    "scenario_file": Pair("情景文件。", "A scenario file."),
    "url": Pair(
        "数据库：sqlite:///file.db 或 postgresql://user@host/database。",
        "A database: sqlite:///file.db or postgresql://user@host/database.",
    ),
    "ledger_option": Pair(
        "数据库中有多个账本时，指定其一。", "Which one, where the database holds several."
    ),
    "at": Pair(
        "时刻，例如“2025-11-11 06:00”；不写则为最后事件之时。",
        "For example “2025-11-11 06:00”; none: its last event.",
    ),
    "of": Pair("只看此人（写编号）。", "Only this person, by id."),
    # Files.
    "replay": Pair(
        "回放情景，验证预期、余额、不变量和假设。",
        "Replay scenarios; verify expectations, balances, invariants and what-ifs.",
    ),
    "replay.paths": Pair(
        "情景文件或文件夹；不写则为随附的情景。",
        "Scenario files or folders; none: the shipped ones.",
    ),
    "replay.quiet": Pair("只报失败和合计。", "Only failures and the sum."),
    "replay.verbose": Pair("每个拒绝列一行。", "Every refusal in one line."),
    "replay.save": Pair("保存运行记录的文件夹。", "Folder to keep run records in."),
    "replay.baseline": Pair("用来比较的运行记录所在文件夹。", "Folder of records to compare with."),
    "replay.store": Pair(
        "把日志账存入：sqlite:///file.db", "Keep the journals: sqlite:///file.db."
    ),
    "replay.oracle": Pair(
        "同时运行第二模型，报告第一处不一致。",
        "Run the oracle, a second model of the rules, beside; report the first difference.",
    ),
    "check": Pair(
        "检查情景和政策文件，报告每个问题；什么都不执行。",
        "Read scenario and policy files and report every problem; runs nothing.",
    ),
    "check.paths": Pair("情景或政策文件，或文件夹。", "Scenario or policy files, or folders."),
    "explain": Pair(
        "解释一个步骤的裁定：依据什么，现在可通过多少，何时全额可通过。",
        "Explain the answer to one step: rule, value, source, how much now, when the whole.",
    ),
    "explain.step": Pair("其中一个步骤的 id。", "The id of one of its steps."),
    "freeze": Pair(
        "把每个写着 `expect: fill` 的步骤的结果填入文件。",
        "Write the outcome of every step that says `expect: fill` into the file.",
    ),
    "schema": Pair(
        "生成政策文件和情景文件的 JSON Schema，供编辑器使用。",
        "Write the JSON Schemas of policy and scenario files, for editors.",
    ),
    "schema.folder": Pair("写到哪里。", "Where to write them."),
    "bench": Pair(
        "测量裁定、持久化、重放和验证的速度，并与机器本身所能相比。",
        "Measure deciding, keeping, replaying and verifying, beside what the machine itself gives.",
    ),
    "bench.commands": Pair("每个负载的命令数 N。", "N, the commands of each workload."),
    "bench.workloads": Pair(
        "负载：W 转账，F 家庭，M 额度、结算和撤销。",
        "Which: W transfers, F families, M quotas, settlements and what undoes them.",
    ),
    "bench.rounds": Pair(
        "重复几轮；取中位数。", "How often everything is measured; medians are shown."
    ),
    "bench.peers": Pair(
        "同时运行本机已安装的其他账本，并给出比值。",
        "Run the other ledgers that are installed, too, and show ratios to them.",
    ),
    "bench.goals": Pair(
        "测量并列出各项目标是否达到。", "Measure what every goal needs, and show pass or fail."
    ),
    "simulate": Pair(
        "由一个随机种子生成会出故障的环境，检验账本。",
        "Try a ledger in a world that fails, all of it made up from one number.",
    ),
    "simulate.seed": Pair("随机种子；同一种子，同一次运行。", "The number a run is made of."),
    "simulate.steps": Pair("到达账本的消息数。", "How many messages arrive."),
    "simulate.faults": Pair(
        "出现哪些故障，用逗号分隔；或写 all（全部）、none（无）。",
        "Which faults it has, with commas between; all, or none.",
    ),
    # The policy book.
    "policy": Pair("政策簿。", "The policy book."),
    "policy.files": Pair(
        "自备的政策文件或文件夹，可重复，代替随附政策簿；缺全国文件时，用随附的全国文件。",
        "Policy file or folder instead of the shipped book, may be repeated; without a national "
        "file among them, on top of the shipped one.",
    ),
    "policy.region": Pair(
        "地区，例如 CN、CN-SN 或 CN-SN-610100。", "For example CN, CN-SN or CN-SN-610100."
    ),
    "policy.day": Pair("日期，例如 2025-11-10。", "For example 2025-11-10."),
    "policy.parameter": Pair("政策参数，例如 wallet.open。", "For example wallet.open."),
    "policy.show": Pair(
        "显示某地某日生效的全部内容及其来源。",
        "Show all that holds in a region on a day, and where it comes from.",
    ),
    "policy.history": Pair(
        "显示一个参数在某地自定或沿用的每个有日期的值。",
        "Show every dated value of a parameter that a region states or inherits.",
    ),
    "policy.diff": Pair(
        "显示两日之间各地区、各参数的差异。",
        "Show what differs between two days, per region and parameter.",
    ),
    "policy.diff.region": Pair(
        "只比较此地生效的内容；不写则各地区分别比较。",
        "Compare what holds in this region; none: all, each by itself.",
    ),
    "policy.lint": Pair(
        "列出政策簿中的可疑之处；有可疑退出码为 1，只有提示为 0。",
        "List what is doubtful in the policy book; exit 1 on findings, 0 on notes.",
    ),
    "policy.lint.as_of": Pair(
        "P105 的基准日：核对过久算过期。", "Day for P105: what was checked too long ago."
    ),
    "policy.lint.stale_days": Pair("核对过多少日算过期。", "How old a check may be then."),
    "policy.lint.scenarios": Pair(
        "检验解读的情景，用于 P110，可重复；不写则为随附情景，仅限随附政策簿。",
        "Scenarios that test readings (P110), may be repeated; none: the shipped ones for the "
        "shipped book.",
    ),
    "policy.lint.notes": Pair("也列出提示。", "List notes, too."),
    # Stored ledgers.
    "ledger": Pair("已存的账本。", "Stored ledgers."),
    "ledger.verify": Pair(
        "从第一个事件起，检查每个账本的哈希链、合计、上限和余额。",
        "Check chain, sums, caps and balances of every ledger from its first event.",
    ),
    "ledger.verify.ledger": Pair("只验证数据库中的此账本。", "Only this ledger of the database."),
    "ledger.verify.new": Pair(
        "只检查最近一次快照之后的事件；会说明信任了哪个快照。",
        "Only what came after the last snapshot, which is trusted and named.",
    ),
    "ledger.verify.head": Pair("最后事件应有的哈希。", "The hash its last event must have."),
    "ledger.init": Pair(
        "新建账本，政策随账本保存。", "Begin a ledger under a policy that is kept with it."
    ),
    "ledger.init.ledger": Pair("新账本的名称。", "The new ledger's name."),
    "ledger.init.at": Pair(
        "起始时刻，例如“2025-11-10 08:00”；不写则为现在。",
        "When it begins, such as “2025-11-10 08:00”; none: now.",
    ),
    "ledger.post": Pair(
        "裁定命令，记下所发生的，并逐条以一行 JSON 应答。",
        "Decide commands, keep what happened, and answer each in a line of JSON.",
    ),
    "ledger.post.command": Pair(
        "一条 JSON 命令；不写则从标准输入逐行读取。",
        "One command as JSON; none: a command a line on stdin.",
    ),
    "ledger.post.key": Pair("该命令的幂等键。", "The key of the one command."),
    "ledger.post.durability": Pair(
        "full：断电后应答仍在；normal：仅程序和数据库结束后仍在。",
        "What an answer outlives: a loss of power (full), or only the end of this program and of "
        "the database's (normal).",
    ),
    "ledger.post.batch": Pair(
        "最多多少条命令一起落盘。", "Most commands that become durable together."
    ),
    "ledger.post.bulk": Pair(
        "整批裁定一个文件（- 为标准输入）， 只答各结果的条数； 需附加组件 bulk。",
        "Decide a whole file (.jsonl, .csv, .parquet; - for stdin) and answer by counts;"
        " needs the extra bulk.",
    ),
    "ledger.post.within": Pair(
        "一批命令最多等待多少毫秒。", "How many ms a batch waits for more commands."
    ),
    "ledger.info": Pair(
        "显示数据库中有哪些账本、各到何处、依何政策。",
        "Show what ledgers a database holds, how far they go, and under which policy.",
    ),
    "ledger.statement": Pair(
        "显示一人或一个账户的每笔变动及余额，以及每个拒绝。",
        "Show each movement of a person or account with its balances, and each refusal.",
    ),
    "ledger.statement.of": Pair(
        "人员 li，账户 li/wallet，或合计：transit、cash。",
        "A person (li), an account (li/wallet), or a total (transit, cash).",
    ),
    "ledger.allowance": Pair(
        "显示付款方当日的可用额度：已用、上限、余量、何时重新计数。",
        "Show what payers may still send that day: used, cap, headroom, reset.",
    ),
    "ledger.balances": Pair(
        "按账本所记，显示人员和账户在某一时刻的余额。",
        "Show what people and accounts have at a moment, by what the ledger holds.",
    ),
    "ledger.clearing": Pair(
        "逐月显示各省之间因共济而应付的款项。",
        "Show what provinces owe each other for shared money, month by month.",
    ),
    "ledger.clearing.month": Pair("只看此月：2026-03。", "Only this one: 2026-03."),
    "ledger.clearing.netted": Pair(
        "一对省份的两个方向相抵。", "Set off the two directions of a pair."
    ),
    # Questions; `action.*` says what each word of a step asks for.
    "what_if": Pair(
        "假设的命令：是否通过、为什么、变动多少；不写入任何东西。",
        "Hypothetical commands: taken or refused, why, and what changes; writes nothing.",
    ),
    "plan.to": Pair("谁收钱（写编号）。", "Who is to get it, by id."),
    "plan.amount": Pair("要到达的金额，如 9000元。", "How much is to arrive: 9000元."),
    "plan.by": Pair("最后一天（含）或最后时刻。", "The last day, included, or the last moment."),
    "what_if.plan": Pair(
        "用最少的转账把一笔钱送到。", "The fewest transfers that bring an amount to somebody."
    ),
    "what_if.origin": Pair("情景文件及其步骤：FILE@STEP。", "A scenario, after a step: FILE@STEP."),
    "what_if.ledger": Pair("已存账本：sqlite:///file.db。", "A stored ledger: sqlite:///file.db."),
    "what_if.at": Pair(
        "时刻；不写则为情景或账本所在之时。", "When; none: where the scenario or ledger stands."
    ),
    "what_if.then": Pair(
        "之后再做的命令，如“accept: w1”，可重复。",
        "One more command after it, such as “accept: w1”; may be repeated.",
    ),
    "what_if.max": Pair("只答现在最多能通过多少。", "Only say the most that would pass now."),
    "what_if.when": Pair("只答全额何时可通过。", "Only say when the whole would pass."),
    "what_if.until_ok": Pair(
        "把时钟拨到可通过的第一刻。", "Move on to the first moment that passes."
    ),
    "what_if.payer_region": Pair(
        "第一人的参保地，如 CN-SN。", "Region of the first person: CN-SN."
    ),
    "what_if.payee_region": Pair(
        "第二人的参保地，如 CN-HE。", "Region of the second person: CN-HE."
    ),
    "what_if.payer_scheme": Pair("第一人的险种。", "The first person's insurance."),
    "what_if.payee_scheme": Pair("第二人的险种。", "The second person's insurance."),
    "what_if.policy": Pair(
        "虚构账本所用的政策文件或文件夹，可重复。",
        "Policy file or folder of a made-up ledger; may be repeated.",
    ),
    "what_if.payee_kin": Pair(
        "第二人是第一人的什么亲属。", "What the second person is to the first."
    ),
    "what_if.balance": Pair(
        "账户余额，如 li=8000元，可重复。", "What somebody has: li=8000元; may be repeated."
    ),
    "what_if.id": Pair("命令的编号。", "The command's id."),
    "action.enrol": Pair("登记参保人。", "Bring a person under the system."),
    "action.credit": Pair("个人账户入账。", "Put money into a personal account."),
    "action.open_wallet": Pair("开通钱包。", "Open a person's wallet."),
    "action.close_wallet": Pair("关闭钱包。", "Close a person's wallet."),
    "action.place_of_use": Pair("变更钱包使用地。", "Change where wallet money may be spent."),
    "action.bind": Pair("绑定近亲属。", "Bind a member to a giver."),
    "action.unbind": Pair("解除绑定。", "Dissolve a relation."),
    "action.transfer": Pair("转账。", "Send money to a relative's wallet."),
    "action.accept": Pair("接收转账。", "Take a pending transfer."),
    "action.decline": Pair("拒收转账。", "Send a pending transfer back."),
    "action.spend": Pair("用一个账户支付。", "Pay a provider from one account."),
    "action.refund": Pair("退费。", "Give part of a payment back."),
    "action.withdraw": Pair("提现。", "Ask for cash."),
    "action.family_code": Pair("亮出亲情账户码。", "Show a member's code."),
    "action.contribute": Pair("当月划入。", "Book the month's credit."),
    "action.interest": Pair("计息。", "Book the year's interest."),
    "action.set_aside": Pair("转入家庭账户。", "Move money into the family account."),
    "action.grant": Pair("授予共济额度。", "Add to a member's quota."),
    "action.revoke": Pair("收回共济额度。", "Take back unused quota."),
    "action.settle": Pair("结算。", "Settle a visit or purchase."),
    "action.cancel": Pair("撤销结算。", "Undo a known settlement."),
    "action.reverse": Pair("冲正。", "Undo a message in doubt."),
    "action.premium": Pair("缴纳保费。", "Pay a premium from an account."),
    "action.standing": Pair("变更参保状态。", "Change somebody's insurance."),
    "action.sanction": Pair("处罚。", "Book the consequence of an offence."),
    # Comparisons.
    "compare": Pair(
        "按另一政策重新裁定已发生的一切：究竟哪些不同、为什么。",
        "Judge what happened again under another policy: exactly what differs, and why.",
    ),
    "compare.source": Pair(
        "情景文件，或账本地址 sqlite:///file.db。",
        "A scenario file, or a ledger: sqlite:///file.db.",
    ),
    "compare.change": Pair(
        "改参数值：参数@地区=值；多个词用“+”相连；须有 --from，可重复。",
        "Another value: PARAMETER@REGION=VALUE; `+` joins words of a set. Needs --from, "
        "may be repeated.",
    ),
    "compare.reading": Pair(
        "换解读：参数@地区=解读，可重复。",
        "Another reading: PARAMETER@REGION=NAME; may be repeated.",
    ),
    "compare.policy": Pair(
        "换政策簿：文件或文件夹，可重复；其中没有全国文件时，叠加在随附的政策簿上。",
        "Another policy book: a file or folder, may be repeated; without a national file "
        "among them, on top of the shipped one.",
    ),
    "compare.sweep": Pair(
        "逐值比较：参数@地区=值,值；自 --from 起，不写则始终；可重复。",
        "One row a value: PARAMETER@REGION=VALUE,VALUE; from --from, else at all times; "
        "may be repeated.",
    ),
    "compare.from": Pair("全部改动的首日：2025-11-10。", "First day of all changes: 2025-11-10."),
    "compare.until": Pair("全部改动的末日。", "Last day of all changes."),
    "compare.all_readings": Pair("逐一换用每个争议解读。", "Try every disputed value, one by one."),
    # Forks.
    "ledger.fork": Pair(
        "从一个账本的开头部分建立新账本；原账本不动。",
        "Make a new ledger of the first events of one, which stays as it is.",
    ),
    "ledger.fork.name": Pair("新账本的名称。", "The name of the new ledger."),
    "ledger.fork.to": Pair(
        "存入另一数据库；不写则存入同一个。", "Another database to keep it in; none: the same."
    ),
    "ledger.fork.seq": Pair("取到此序号为止。", "The last event it takes over."),
    "ledger.fork.at": Pair("取到此时刻为止。", "The last moment whose events it takes over."),
    "ledger.diff": Pair(
        "比较两个账本的裁定、余额和当日已用；有差别时退出码为 1。",
        "Compare two ledgers: decisions, balances, what was sent; exit 1 when they differ.",
    ),
    "ledger.diff.other": Pair("另一个账本的名称。", "The name of the other ledger."),
    "ledger.diff.other_url": Pair(
        "另一个账本所在的数据库；不写则为同一个。", "The other one's database; none: the same."
    ),
    # Tools that test the tests.
}
