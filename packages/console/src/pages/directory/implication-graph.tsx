import { useMessages } from '../../messages/use-messages.ts'
import { type PlacedRole, placeRoles } from './implication-layout.ts'
import type { Implications } from './implied-roles.ts'

/** Pixels. */
const node = { width: 150, height: 36, across: 230, down: 56 } as const

const xOf = ({ column }: PlacedRole) => column * node.across
const yOf = ({ row }: PlacedRole) => row * node.down

/** A picture of the list of implications, which has the same content for readers that do not see it. */
export const ImplicationGraph = ({ rules }: { readonly rules: readonly Implications[] }) => {
  const { directory } = useMessages()
  const placed = placeRoles(rules)
  const byId = new Map(placed.map((role) => [role.id, role]))
  const width = Math.max(...placed.map(xOf)) + node.width
  const height = Math.max(...placed.map(yOf)) + node.height
  const edges = rules.flatMap(({ prior, implied }) =>
    implied.flatMap((role) => {
      const [from, to] = [byId.get(prior.id), byId.get(role.id)]
      if (from === undefined || to === undefined) return []
      const [x1, y1] = [xOf(from) + node.width, yOf(from) + node.height / 2]
      const [x2, y2] = [xOf(to) - 8, yOf(to) + node.height / 2]
      const bend = (node.across - node.width) / 2
      return [
        {
          id: `${from.id} ${to.id}`,
          path: `M${x1},${y1} C${x1 + bend},${y1} ${x2 - bend},${y2} ${x2},${y2}`,
        },
      ]
    }),
  )
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: the picture can be wider than the page, and scrolls by keyboard
    <section className="graph-frame" tabIndex={0} aria-label={directory.implications}>
      <div className="graph" role="img" aria-label={directory.graph} style={{ width, height }}>
        <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
          <defs>
            <marker
              id="implies"
              viewBox="0 0 8 8"
              refX="1"
              refY="4"
              markerWidth="8"
              markerHeight="8"
              orient="auto"
            >
              <path d="M0,0 L8,4 L0,8 z" className="graph-arrow" />
            </marker>
          </defs>
          {edges.map(({ id, path }) => (
            <path key={id} d={path} className="graph-edge" markerEnd="url(#implies)" />
          ))}
        </svg>
        {placed.map((role) => (
          <span
            key={role.id}
            className="graph-node"
            title={role.name}
            style={{ insetInlineStart: xOf(role), insetBlockStart: yOf(role) }}
          >
            <bdi>{role.name}</bdi>
          </span>
        ))}
      </div>
    </section>
  )
}
