"""What can be wrong with a file, as data: a stable code and an advice in Chinese that says what to do next.

FileError
├── EmptyFile         EMPTY_FILE        nothing in it
├── Damaged           DAMAGED           cut off or broken inside
├── Encrypted         ENCRYPTED         needs a password
├── UnknownFormat     UNKNOWN_FORMAT    not a document we read
├── NoList            NO_LIST           read, but no matter or material in it
├── NameTooLong       NAME_TOO_LONG     the file system or the archive cannot keep the name
├── TooLarge          TOO_LARGE         over a limit of size, pages or members
├── UnsafeArchive     UNSAFE_ARCHIVE    members that leave the folder, or a bomb
├── NeedsConverter    NEEDS_CONVERTER   LibreOffice, or a component of it, is missing
├── TimedOut          TIMED_OUT         over the time limit
├── Withdrawn         WITHDRAWN         taken out of the inbox by somebody before its copy was safe
├── NoAccess          NO_ACCESS         cannot be opened, copied or taken out of the inbox; it is left there
├── PackedAnswers     PACKED_ANSWERS    a list that was filled in, inside an archive or mail
└── ReaderFault       READER_FAULT      our own defect; the original is kept

Doubts about single rows or cells are not errors: see `quanze.matter.Doubt`.
"""


class FileError(Exception):
    """A file that cannot be used; the batch goes on. Subclasses only set `code` and `advice`."""

    code = "FILE_ERROR"
    advice = "文件无法使用，请联系管理员。"

    def __init__(self, detail: str = "", *, advice: str = "") -> None:
        """Keep a technical `detail` for the log and, where it helps, a more exact `advice`."""
        super().__init__(detail or self.code)
        self.detail = detail
        if advice:
            self.advice = advice


class EmptyFile(FileError):
    """Nothing in it."""

    code = "EMPTY_FILE"
    advice = "文件是空的（0 字节）。请打开原件确认有内容，另存后重新放入。"


class Damaged(FileError):
    """Cut off or broken inside."""

    code = "DAMAGED"
    advice = "文件不完整或已损坏，可能没有传完。请在 Word、WPS 或 Excel 中打开原件，另存为新文件后重新放入。"


class Encrypted(FileError):
    """Needs a password."""

    code = "ENCRYPTED"
    advice = "文件加了密码，读不出内容。请去掉打开密码后重新放入。"


class UnknownFormat(FileError):
    """Not a document we read."""

    code = "UNKNOWN_FORMAT"
    advice = "不是能读取的文档格式。请另存为 .docx、.xlsx 或 .pdf 后重新放入；只改文件后缀不会改变格式。"


class NoList(FileError):
    """Read, but no matter or material in it."""

    code = "NO_LIST"
    advice = "文件能打开，但没有找到事项清单或办事指南。请确认放入的是权责清单、公共服务清单或办事指南，而不是通知。"


class NameTooLong(FileError):
    """The name cannot be kept."""

    code = "NAME_TOO_LONG"
    advice = "文件名太长，系统存不下。请把文件名缩短到 80 个字以内后重新放入。"


class TooLarge(FileError):
    """Over a limit of size, pages or members."""

    code = "TOO_LARGE"
    advice = "文件太大，超出处理上限。请按章节拆成几个文件后重新放入。"


class UnsafeArchive(FileError):
    """Members that leave the folder, or a bomb."""

    code = "UNSAFE_ARCHIVE"
    advice = "压缩包内有不安全的内容，没有解压。请解压后把里面的文档逐个放入。"


class NeedsConverter(FileError):
    """LibreOffice, or a component of it, is missing."""

    code = "NEEDS_CONVERTER"
    advice = (
        "这种旧格式要用 LibreOffice 转换，本机没有安装。"
        "请另存为 .docx 或 .xlsx 后重新放入，或请管理员安装 LibreOffice。"
    )


class TimedOut(FileError):
    """Over the time limit."""

    code = "TIMED_OUT"
    advice = "读取时间过长，已停止。请把文件拆小，或另存为 .docx、.xlsx 后重新放入。"


class Withdrawn(FileError):
    """Taken out of the inbox by somebody before its copy was safe."""

    code = "WITHDRAWN"
    advice = "文件登记以后、处理完以前被人从收件箱里拿走了，没有采用。还要交的话，请重新放入。"


class NoAccess(FileError):
    """Cannot be opened, copied or taken out of the inbox; it is left there."""

    code = "NO_ACCESS"
    advice = (
        "程序打不开、或移不走收件箱里的这个文件：没有权限，或者正被别的程序占用。"
        "请关闭打开着它的程序，或请管理员检查权限；下一次收件会再试。"
    )


class PackedAnswers(FileError):
    """A list that was filled in, inside an archive or mail."""

    code = "PACKED_ANSWERS"
    advice = "这是填好的清单，放在压缩包或邮件里收不回来。请解压后把 Excel 直接放入收件箱。"


class SourceGone(FileError):
    """A declared source of a catalogue that is not where it should be."""

    code = "SOURCE_GONE"
    advice = "目录来源不在了，或者取不到。请核对 sources.toml 里的地址；现用版次不变。"


class ReaderFault(FileError):
    """Our own defect; the original is kept."""

    code = "READER_FAULT"
    advice = "程序读取这个文件时出错，原件已保留。请把文件编号告诉管理员，由技术人员处理。"


class SettingsError(Exception):
    """Wrong use or settings: the message is for the person at the terminal, in Chinese."""
