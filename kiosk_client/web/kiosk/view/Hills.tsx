/** The room's one picture: a low sun over a way through hills. Drawn from the theme's own colours. */
export function Hills() {
  return (
    <svg class="hills" viewBox="0 0 1080 620" preserveAspectRatio="xMidYMax slice" aria-hidden="true">
      <circle class="hills__sun" cx="770" cy="330" r="92" />
      <path class="hills__far" d="M0 360c150-70 260-80 400-30s250 60 380 5 220-45 300-15v300H0z" />
      <path class="hills__middle" d="M0 450c120-60 270-70 430-20s330 60 650-40v230H0z" />
      <path class="hills__near" d="M0 545c200-75 420-60 600-25s330 20 480-30v130H0z" />
      <path
        class="hills__way"
        d="M470 620c-30-45 70-60 130-85s40-48-40-62c-60-10-60-28-10-42-30 18-20 28 40 38 110 20 150 50 70 86-60 26-80 40-60 65z"
      />
    </svg>
  );
}
