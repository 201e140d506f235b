/**
 * The room's one picture: a low sun over a way through hills. Drawn from the theme's own colours, to any width.
 *
 * `quiet`, without the sun, where there is nothing to be glad of.
 */
export function Hills({ quiet = false }: { quiet?: boolean }) {
  return (
    <div class="hills" data-quiet={quiet} aria-hidden="true">
      {!quiet && <span class="hills__sun" />}
      <svg class="hills__land" viewBox="0 0 1080 400" preserveAspectRatio="none" aria-hidden="true">
        <path class="hills__far" d="M0 60C150-10 260-20 400 30s250 60 380 5 220-45 300-15v380H0z" />
        <path class="hills__middle" d="M0 170c120-60 270-70 430-20s330 60 650-40v290H0z" />
        <path class="hills__near" d="M0 290c200-75 420-60 600-25s330 20 480-30v165H0z" />
        <path
          class="hills__way"
          d="M470 400c-30-55 70-75 130-105s40-52-40-66c-60-10-60-28-10-42-30 18-20 28 40 38 110 20 150 54 70 92-60 28-80 43-60 83z"
        />
      </svg>
    </div>
  );
}
