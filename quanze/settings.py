"""Where things stand on this machine: the home folder and what lies in it. Read once, by the doors only."""

from pathlib import Path

from pydantic_settings import BaseSettings, SettingsConfigDict

from quanze.text import digest


class Settings(BaseSettings):
    """Settings from the environment (QUANZE_HOME, QUANZE_DATABASE_URL, …); every path is inside `home` by default."""

    model_config = SettingsConfigDict(env_prefix="QUANZE_", frozen=True)

    home: Path = Path()
    database_url: str = ""
    settle_seconds: float = 0.5
    """How long a file's size and time must stand still before it is taken."""
    read_seconds: int = 300
    """How long one file may take to read."""
    workers: int = 0
    """How many files are read side by side; 0: one per processor, as many as memory holds."""
    dask: str = ""
    """Address of a Dask scheduler (tcp://…:8786) that files are spread over; "": this machine."""
    pdf_processes: int = 0
    """How many processes share a long PDF; 0: as many as are idle, at most four."""

    intake_seconds: int = 60
    """How often `quanze serve` looks into the inbox."""
    refresh_at: str = "30 1 * * *"
    """When the reference lists are loaded again (换目录): minute, hour, day, month, weekday, in Chinese time."""
    backup_at: str = "0 3 * * *"
    """When the office is backed up and cleaned (备份和清理)."""
    brief_at: str = "0 11 * * 5"
    """When the brief (周报) is written: Friday, due before noon."""
    keep_backups: int = 14
    """How many nightly backups are kept."""
    keep_history_days: int = 14
    """How long Prefect remembers its runs."""
    keep_runs_days: int = 400
    """How long the record of runs (运行记录) is kept."""
    keep_unused_days: int = 0
    """After how many days originals no longer in use (corrected, returned, sent twice) are erased; 0: never."""
    keep_personal_days: int = 0
    """After how many days mobile and identity numbers and mail addresses are masked, originals erased; 0: never."""

    @property
    def inbox(self) -> Path:
        """收件箱: one folder per department."""
        return self.home / "inbox"

    @property
    def archive(self) -> Path:
        """归档: originals, by department and digest."""
        return self.home / "archive"

    @property
    def quarantine(self) -> Path:
        """退件: originals that could not be used, each with its advice beside it."""
        return self.home / "quarantine"

    @property
    def receipts(self) -> Path:
        """回执: one text file per drop."""
        return self.home / "receipts"

    @property
    def lists(self) -> Path:
        """Where published lists go unless told otherwise."""
        return self.home / "out"

    @property
    def catalogues(self) -> Path:
        """证明目录: the county's own catalogue files; may be absent."""
        return self.home / "catalogues"

    @property
    def departments(self) -> Path:
        """部门名册: the county's own list of departments with their aliases; may be absent."""
        return self.home / "departments.csv"

    @property
    def sources(self) -> Path:
        """目录来源: the county's own list of catalogue sources; may be absent."""
        return self.home / "sources.toml"

    @property
    def matters(self) -> Path:
        """事项目录: national or regional lists of matters to compare with (三级四同); may be absent."""
        return self.home / "matters"

    @property
    def model(self) -> Path:
        """匹配模型: the office's own trained model; the shipped one where there is none."""
        return self.home / "model.json"

    @property
    def laws(self) -> Path:
        """法规文本: the county's own folder of law texts; may be absent."""
        return self.home / "laws"

    @property
    def rules(self) -> Path:
        """规则: the county's own rule files; a file that is not there is the shipped one."""
        return self.home / "rules"

    @property
    def templates(self) -> Path | None:
        """表样: the county's own form templates, None where there are none."""
        folder = self.home / "templates"
        return folder if folder.is_dir() else None

    @property
    def var(self) -> Path:
        """The machine's own files: database, Prefect's history, logs."""
        return self.home / "var"

    def crops(self, sha256: str, department: str) -> Path:
        """Where excerpts of a drop's original are kept for the page (原文摘录); they go with the original."""
        return self.var / "crops" / digest(sha256, department)

    @property
    def url(self) -> str:
        """The database: PostgreSQL where `database_url` says so, else one SQLite file."""
        return self.database_url or f"sqlite:///{self.var / 'quanze.db'}"
