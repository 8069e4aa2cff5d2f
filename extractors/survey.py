"""A document from its first block to its last: titles give context, tables and text give drafts, materials find theirs.

Each block is read by the module for its kind; here is only the order, and which matter a table of materials stands for.
"""

from dataclasses import replace

from extractors import cards, context, links, reshape, spilled, stacked, tables
from extractors.cards import Card
from extractors.context import Context, name_in
from extractors.drafts import Draft, Survey, Title
from extractors.fields import materials
from extractors.grid import Grid
from extractors.headings import Heading
from extractors.labelled import completed, draft_of
from extractors.labels import label_sense
from extractors.lists import guides, headless, stages
from extractors.lists import reader as lists
from extractors.lists.guides import Segment
from extractors.prose.blocks import ProseReader
from extractors.texts import visual
from extractors.unread import left_over
from quanze.document import Document, Paragraph, Place, Table
from quanze.matter import Doubt, Material
from quanze.text import fold


class _Surveyor:
    """Walks the blocks; holds what the next block needs to know of the ones before."""

    def __init__(self, document: Document, not_lists: frozenset[int]) -> None:
        self.document = document
        self.not_lists = not_lists
        self.visual = visual(document.format)
        self.survey = Survey()
        self.context = Context()
        self.used = 0
        """How many name lines had been read when the last matter was found (see Context.names)."""
        self.prose = ProseReader(self.visual)
        self.before: Heading | None = None
        self.carded = False
        """Whether the last matter is a card with no text after it."""
        self.outer = 0
        """The last table that does not stand in a cell of another."""
        self.linked: set[int] = set()
        """Positions of drafts that a table of materials was linked to."""

    def run(self) -> Survey:
        for source, block in enumerate(self.document.blocks, start=1):
            if isinstance(block, Paragraph):
                if not block.aside:
                    self._paragraph(block)
                continue
            self._above(block)
            if any(place.table in self.not_lists for place in block.places):
                self.survey.rows += len(block.rows)
                self.survey.others += len(block.rows)
                continue
            self.outer = self.outer if block.inner else source
            for part in reshape.parts(spilled.mended(block) if self.visual else block):
                self._table(Grid(part), source)
        self._close_prose()
        return self.survey

    def _paragraph(self, block: Paragraph) -> None:
        self.context = context.paragraph(self.context, block)
        self.carded = False
        self.survey.titles.append(Title(block.text, block.place))
        opened = self.prose.open
        self.prose.feed(block.text, block.place, self.context, block.level)
        self._take_prose()
        if self.prose.writing and self.prose.open is not opened:
            self._use_name()

    @property
    def fresh(self) -> bool:
        """Whether a line that can be a matter's name came since the last matter."""
        return self.context.names > self.used

    def _use_name(self) -> None:
        """The name lines so far belong to the matters found."""
        self.used = self.context.names

    def _take_prose(self) -> None:
        """Move finished prose drafts to the survey: each counts one row of its own; lines after a card complete it."""
        if self.prose.tail and self.survey.drafts:
            self.survey.drafts[-1] = completed(self.survey.drafts[-1], self.prose.tail, self.context, self.visual)
        self.prose.tail.clear()
        for draft in self.prose.drafts:
            self.survey.drafts.append(draft)
            self.survey.rows += 1
        self.prose.drafts.clear()
        self.survey.doubts += self.prose.doubts
        self.prose.doubts.clear()

    def _close_prose(self) -> None:
        self.prose.close()
        self._take_prose()

    def _above(self, table: Table) -> None:
        """Read what stands above a table: its sheet's name and its caption."""
        self.context = context.before_table(self.context, table)
        place = table.places[0] if table.places else Place()
        self.survey.titles += [Title(text, place) for text in (table.name, table.title) if text]

    def _table(self, grid: Grid, source: int) -> None:
        self.survey.rows += grid.rows
        kind, heading = tables.classify(grid, f"{grid.table.title}\n{self.context.title}")
        if kind == "list" and heading is not None:
            self._list(grid, heading, source)
        elif kind == "materials" and heading is not None:
            within = grid.table.inner and any(draft.source == self.outer for draft in self.survey.drafts)
            (self._inner if within else self._materials)(grid, heading)
        elif kind == "steps" and heading is not None:
            self._steps(grid, heading)
        elif kind in ("card", "stacked"):
            self._cards(grid, source, stacked.split(grid) if kind == "stacked" else None)
        elif kind == "text":
            self._text(grid, source)
        elif self.before is not None and (again := tables.continues(grid, self.before)) is not None:
            self._list(grid, again, source)
        elif (guessed := headless.guess(grid)) is not None:
            note = "表格没有表头，按各列内容判断了序号、类型、名称和依据，请核对"
            self.survey.doubts.append(Doubt("没有表头", note, grid.place(0), whole_row=False))
            self._list(grid, guessed, source)
        else:
            last = self.survey.drafts[-1].text("serial") if self.survey.drafts else ""
            lost = left_over(grid, heading, self.before, last) if kind == "other" else []
            self.survey.doubts += lost
            self.survey.others -= sum(doubt.whole_row for doubt in lost)
            self._other(grid)

    def _list(self, grid: Grid, heading: Heading, source: int) -> None:
        self._close_prose()
        self.carded = False
        reading = lists.read(grid, heading, self.context, source, self.visual)
        self.survey.drafts += reading.drafts
        self.survey.doubts += reading.doubts
        self.survey.others += reading.others
        self.survey.rows += reading.more
        self.survey.titles += reading.titles
        self.before = heading
        self._use_name()

    def _other(self, grid: Grid) -> None:
        """A table that is not of matters; a single line in a box is a title."""
        self.survey.others += grid.rows
        alone = [cell.text for row in range(grid.rows) if (cell := grid.alone(row)) is not None]
        if grid.rows == len(alone) == 1:
            self.context = context.after_lines(self.context, alone[0])

    def _text(self, grid: Grid, source: int) -> None:
        """A table of one column: text in a box, read as prose; its rows count once each."""
        count = len(self.survey.drafts)
        self._close_prose()
        for row in range(grid.rows):
            self.context = context.after_lines(self.context, grid.text(row, 0))
            self.prose.feed(grid.text(row, 0), grid.place(row), self.context)
        self._close_prose()
        found = len(self.survey.drafts) - count
        own = min(found, grid.rows)
        self.survey.rows -= own
        self.survey.others += grid.rows - own
        if found:
            self._use_name()

    def _cards(self, grid: Grid, source: int, found_cards: list[Card] | None = None) -> None:
        for card in found_cards or cards.split(grid):
            found = list(guides.from_area(grid, card.area, self.visual))
            rows = card.last - card.first + 1
            draft = self._card_draft(grid, card, source, found)
            self.survey.doubts += card.doubts
            if draft is None and self.prose.merge(card.values, found):
                self.survey.others += rows
            elif draft is None:
                self._nameless(grid, card, found)
            else:
                self.prose.headed(draft.text("name"))
                self._close_prose()
                self.survey.drafts.append(draft)
                self.survey.others += rows - 1
                self._use_name()
                self.prose.follow()
                self.carded = True

    def _card_draft(self, grid: Grid, card: Card, source: int, found: list[Material]) -> Draft | None:
        """The draft of a card; its title or the title above is its name where no label gives one."""
        title = name_in(card.title) if card.title else ""
        around = context.after_lines(self.context, card.title) if card.title else self.context
        draft = draft_of(card.values, grid.place(card.first), source, around, self.visual)
        name = draft.text("name") or draft.text("sub_name") or title
        if not name and self.fresh and not self.prose.writing and links.enough(draft, found):
            name = self.context.name
        if not fold(name):
            return None
        fields = {**draft.fields, "name": draft.text("name") or name}
        listed = materials.from_cell(draft.text("material"), draft.place, self.visual)
        return replace(draft, fields=fields, materials=(*listed, *found))

    def _nameless(self, grid: Grid, card: Card, found: list[Material]) -> None:
        """A card without any name: its materials go to the matter before it, else it is a doubt."""
        rows = card.last - card.first + 1
        if self.carded and not self.fresh and links.goes_on(self.survey.drafts[-1], card):
            draft = completed(self.survey.drafts[-1], card.values, self.context, self.visual)
            self.survey.drafts[-1] = replace(draft, materials=(*draft.materials, *found))
            self.survey.others += rows
            return
        if found and self._link(Segment(materials=found), not self.survey.drafts):
            self.survey.others += rows
            return
        known = {meant.role for label, text in card.values if (meant := label_sense(label)) and fold(text)}
        if len(known & tables.CORE) < 2 and not found:
            self.survey.others += rows
            return
        self.survey.doubts.append(Doubt("缺少事项名称", "这张表像事项，但没有找到事项名称", grid.place(card.first)))
        self.survey.others += rows - 1

    def _materials(self, grid: Grid, heading: Heading) -> None:
        """A table of materials: link each segment to its matter, or say that there is none."""
        for row in range(heading.first):
            for cell in () if guides.named(grid, row) else grid.filled(row):
                self.context = context.after_lines(self.context, "" if label_sense(cell.text) else cell.text)
        segments = guides.from_table(grid, heading, self.visual)
        lost = [segment for segment in segments if not self._link(segment, True)]
        self.prose.listed()
        rows = [row for segment in lost for row in segment.rows]
        note = "材料没有对应的事项：表格前没有找到事项名称"
        self.survey.doubts += [Doubt("材料无事项", note, grid.place(row)) for row in rows]
        self.survey.others += grid.rows - len(rows)

    def _steps(self, grid: Grid, heading: Heading) -> None:
        """A table of steps: they are those of the matter that is being read."""
        self.survey.others += grid.rows
        if not self.prose.stages(stages.read(grid, grid.filled(heading.last), range(heading.last + 1, grid.rows))):
            note = "这张办理环节表没有看出是哪个事项的，没有采用；请在原件中找到后补上"
            self.survey.doubts.append(Doubt("环节存疑", note, grid.place(heading.first), whole_row=False))

    def _inner(self, grid: Grid, heading: Heading) -> None:
        """A table of materials in a cell of a list or card: they are those of the matter whose cell it is."""
        found = [one for segment in guides.from_table(grid, heading, self.visual) for one in segment.materials]
        position = links.holding(self.survey.drafts, self.outer, found, self.linked)
        self.survey.others += grid.rows
        if position is not None:
            told = "".join(text for row in grid.texts for text in row)
            self.survey.drafts[position] = links.replaced(self.survey.drafts[position], found, told)
            self.linked.add(position)
        elif found:
            note = "表格里又套了一个材料表，没有看出是哪个事项的材料，没有采用；请在原件中找到后补上"
            self.survey.doubts.append(Doubt("材料无事项", note, grid.place(0), whole_row=False))

    def _link(self, segment: Segment, may_open: bool) -> bool:
        """Give materials to their matter: the one the table names, the open one, the last one, or the title's."""
        name = segment.name or (self.context.name if self.fresh else "")
        known = links.named(self.survey.drafts, name)
        if known is not None:
            self._add(known, segment)
            return True
        if not segment.name and self.prose.attach(segment.materials):
            return True
        last = len(self.survey.drafts) - 1
        sure = bool(segment.name) or self.context.guide or last in self.linked or last < 0
        if name and may_open and (sure or links.listed(self.survey.drafts, last)):
            self._open(name, segment)
            return True
        if last >= 0:
            self._add(last, segment)
        return last >= 0

    def _add(self, position: int, segment: Segment) -> None:
        draft = self.survey.drafts[position]
        self.survey.drafts[position] = replace(draft, materials=(*draft.materials, *segment.materials))
        self.linked.add(position)
        self._use_name()

    def _open(self, name: str, segment: Segment) -> None:
        """A matter of which only the name stands above its table of materials."""
        self.prose.headed(name)
        self._close_prose()
        said = segment.said or [("事项名称", name)]
        source = -1000 - len(self.survey.drafts)
        draft = draft_of(said, segment.materials[0].place, source, self.context, self.visual)
        self.survey.drafts.append(replace(draft, materials=tuple(segment.materials)))
        self.linked.add(len(self.survey.drafts) - 1)
        self.survey.rows += 1
        self._use_name()
        self.prose.follow()


def survey(document: Document, not_lists: frozenset[int] = frozenset()) -> Survey:
    """Read a stitched document's blocks in order; tables of these numbers are not read as matters."""
    return _Surveyor(document, not_lists).run()
